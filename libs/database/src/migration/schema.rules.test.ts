/** What a row must keep, tried by plain SQL; and that reads have the indexes that they need. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { createDatabase } from '../client/database.client.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { fillEvent, type FullEvent } from '../testing/full.event.js';
import { openTestDatabase } from '../testing/test.database.js';

let copy: DatabaseCopy;
let client: pg.Client;
let full: FullEvent;

beforeAll(async () => {
  copy = await openTestDatabase();
  const database = createDatabase(copy.url);
  const { id: userId } = await database.prisma.user.create({
    data: { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' },
  });
  const event = await database.prisma.event.create({ data: { ownerId: userId, name: 'E', embedder: 'm' } });
  full = await fillEvent(database, { eventId: event.id, userId });
  await database.prisma.session.create({
    data: {
      ...{ userId, agent: 'a', expiresAt: new Date() },
      refreshes: { create: { hash: Buffer.alloc(32) } },
    },
  });
  await database.prisma.shareDefaults.create({
    data: { rights: {}, presentation: {}, approvalRequired: false },
  });
  await database.prisma.googleSetup.create({ data: {} });
  const keyId = '4bf5122f344554c5'; // of the SHA-256 of one byte of 1
  const [publicKey, sealedKey] = [Uint8Array.of(1), Uint8Array.of(2)];
  await database.prisma.receiptKey.create({
    data: { id: keyId, installationId: userId, publicKey, sealedKey, createdAt: new Date() },
  });
  await database.prisma.receipt.create({
    data: {
      ...{ id: userId, what: 'user', subjectId: userId, counts: {}, begunAt: new Date(0) },
      ...{ erasedAt: new Date(1), keyId, signature: 's' },
    },
  });
  await database.prisma.privacySetup.create({ data: { controllerName: 'A', controllerContact: 'a@b.c' } });
  await database.close();
  client = new pg.Client({ connectionString: copy.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await copy.drop();
});
beforeEach(() => client.query('begin'));
afterEach(() => client.query('rollback'));

/** By name: tables and what is set there, of rows that are fine before. Several where there are several ways. */
const BROKEN: Record<string, string[]> = {
  User_quotas_are_not_negative: ['"quotaBytes" = -1', '"quotaEvents" = -1'],
  RefreshToken_hash_is_a_sha256: [`hash = '\\x00'`, `hash = ''`],
  ShareDefaults_is_one_row: ['id = 2'],
  ShareDefaults_days_are_positive: ['days = 0'],
  GoogleSetup_is_one_row: ['id = 2'],
  Event_accent_is_a_colour: [`accent = '#8C2F4B'`, `accent = 'red'`, `accent = '#8c2f4b;'`],
  Event_erased_has_no_key: [`"erasedAt" = now(), "wrappedKey" = '\\x00'`],
  Event_people_are_not_newer_than_faces: [
    '"groupedRevision" = "facesRevision" + 1',
    '"groupedRevision" = -1',
  ],
  Event_zones_are_names_or_offsets: [
    `zone = '2:00'`,
    `zone = '+15:00'`,
    `"guessedZone" = ''`,
    `"guessedZone" = '+02'`,
  ],
  Camera_shift_is_at_most_fifty_years: ['shift = 1577880001', 'shift = -1577880001'],
  Photo_clock_time_is_a_time: [
    `"clockTime" = '2026-06-20T14:00', "takenFrom" = 'exif'`,
    `"clockTime" = '2026-06-20T14:00:00.5', "takenFrom" = 'exif'`,
    `"clockTime" = '2026-06-20T14:00:00+2:00', "takenFrom" = 'exif'`,
    `"clockTime" = '2026-06-20Z', "takenFrom" = 'exif'`,
  ],
  Photo_clock_time_has_a_source: ['"takenFrom" = null', '"clockTime" = null'],
  Photo_sha256_is_lower_case_hex: [
    `sha256 = upper(sha256) || 'A'`,
    `sha256 = left(sha256, 63)`,
    `sha256 = ''`,
  ],
  Photo_md5_is_lower_case_hex: [`md5 = left(md5, 31)`, `md5 = ''`, `md5 = repeat('G', 32)`],
  Photo_crc32_is_unsigned_32_bit: ['crc32 = -1', 'crc32 = 4294967296'],
  Face_erased_has_no_data: [`"erasedAt" = now(), embedding = '\\x01', "embeddingModel" = 'm'`],
  Objection_wishes_something: [`wish = 'open'`],
  Objection_embedding_has_its_model: [`"embeddingModel" = 'm'`, `embedding = '\\x01'`],
  Objection_keeps_a_face_while_it_stands: [
    `state = 'declined', "answeredAt" = now(), embedding = '\\x01', "embeddingModel" = 'm'`,
  ],
  Objection_that_waits_has_no_answer: [`"answeredAt" = now()`, `state = 'agreed'`],
  Person_sees_own_while_withheld: ['"seesOwn" = true', `"seesOwn" = true, appearance = 'blurred'`],
  Photo_blanks_begin_with_sums: [`blanks = ''`, `blanks = decode(repeat('00', 51), 'hex')`],
  Photo_bytes_are_not_negative: ['bytes = -1'],
  Photo_has_both_sides_or_none: ['width = 1', 'height = 1', 'width = 0, height = 1', 'width = 1, height = 0'],
  Photo_is_not_its_own_second_file: ['"rawOf" = id'],
  Photo_orientation_is_one_of_eight: ['orientation = 0', 'orientation = 9'],
  Photo_ingest_has_time_and_version: ['"ingestedAt" = null', '"ingestVersion" = 0', '"ingestVersion" = -1'],
  Photo_detection_has_time_and_version: [
    '"detectVersion" = null',
    '"detectedAt" = null, "embeddedAt" = null, "embedVersion" = null',
  ],
  Photo_embedding_has_time_and_version: ['"embedVersion" = null', '"embeddedAt" = null'],
  Photo_is_embedded_after_its_faces_are_found: ['"detectedAt" = null, "detectVersion" = null'],
  Photo_failure_has_code_and_reason: [
    '"failedAt" = now()',
    `"errorCode" = 'internal', "errorReason" = 'r'`,
    `"failedAt" = now(), "errorCode" = 'internal'`,
  ],
  Photo_is_erased_from_the_trash: ['erasing = true, "deletedAt" = null'],
  Face_has_an_area: ['width = 0', 'height = -1'],
  Face_place_is_sealed_or_in_clear: ['x = null', `place = '\\x01'`],
  Face_score_and_quality_are_shares: ['score = 1.01', 'quality = -0.1', `quality = 'NaN'`],
  Face_embedding_names_its_model: [`embedding = '\\x00'`, `"embeddingModel" = 'm'`],
  Face_second_embedding_names_its_model: [`second = '\\x00'`, `"secondModel" = 'm'`],
  PersonEdit_is_not_by_two: [
    `kind = 'mine', "guestId" = (select id from "Guest" limit 1), "userId" = (select id from "User" limit 1)`,
  ],
  PersonEdit_of_guests_is_about_a_photo: [
    `kind = 'mine', waiting = false, "userId" = null, "guestId" = null`,
    `kind = 'merge', waiting = false, "userId" = null, "guestId" = (select id from "Guest" limit 1)`,
    `kind = 'merge', waiting = false, "guestId" = null, "photoId" = (select id from "Photo" limit 1)`,
  ],
  PersonEdit_place_is_of_a_claim: [
    `place = '\\x01', kind = 'name', waiting = false, "guestId" = null, "photoId" = null`,
  ],
  PersonEdit_waits_only_as_a_claim: [
    `kind = 'name', waiting = true, "guestId" = null, "photoId" = null`,
    `waiting = true, "undoneAt" = now()`,
  ],
  FaceLink_is_with_a_face_or_a_person: ['"faceB" = null', '"personId" = "faceA"'],
  Share_is_about_a_person_where_it_says_so: ['"personId" = (select id from "Person" limit 1)'],
  Share_opens_before_it_ends: ['"opensAt" = now(), "expiresAt" = now()'],
  Share_password_has_hash_and_id: [`"passwordHash" = 'h'`, '"passwordId" = id'],
  Share_guests_are_limited_to_one_or_more: ['"maxGuests" = 0'],
  ShareCode_short_code_has_hash_and_box: [`"shortHash" = 'h'`, `"shortBox" = '\\x00'`],
  ShareCode_opens_are_not_negative: ['opens = -1'],
  ShareCode_is_revoked_once_it_is_renewed: [
    '"successorId" = id, "revokedAt" = now()',
    `"successorId" = lpad('1', 32, '0')::uuid, "revokedAt" = null`,
  ],
  ReceiptKey_id_is_of_its_public_key: [`id = '0000000000000000'`, `"publicKey" = '\\x02'`],
  Receipt_is_signed_once_all_is_gone: ['"erasedAt" = null', '"keyId" = null', 'signature = null'],
  Receipt_ends_after_it_begins: ['"begunAt" = now()'],
  Guest_is_let_in_or_refused: ['"approvedAt" = now(), "refusedAt" = now()'],
  Guest_consent_has_time_and_wording: [
    '"consentVersion" = null',
    '"consentedAt" = null, "identifiedAt" = null',
  ],
  Guest_is_looked_for_with_consent: [
    '"keepLooking" = true, "consentedAt" = null, "consentVersion" = null, "identifiedAt" = null',
  ],
  Guest_is_not_their_own_companion: [`"companionOfId" = id, "consentBy" = 'self'`],
  Guest_companions_are_let_in_with_their_guest: [
    `"companionOfId" = (select id from "Guest" where "companionOfId" is null), "consentBy" = 'self', "approvedAt" = now()`,
    `"companionOfId" = (select id from "Guest" where "companionOfId" is null), "consentBy" = 'self', "refusedAt" = now()`,
  ],
  Guest_consent_of_companions_is_by_somebody: [
    `"consentBy" = case when "companionOfId" is null then 'self'::"ConsentBy" end`,
    '"companionOfId" = case when "companionOfId" is null then (select id from "Guest" where "companionOfId" is not null) end',
  ],
  Event_is_kept_for_days: ['"facesDays" = 0', '"photosDays" = 0', '"facesDays" = 3651'],
  Event_faces_are_cleared_after_they_ended: ['"facesClearedAt" = now()'],
  RetentionNotice_is_before_the_end: ['"daysBefore" = 0'],
  PrivacySetup_is_one_row: ['id = 2'],
  PrivacySetup_names_somebody: [`"controllerName" = ''`, `"controllerContact" = ''`],
  ConsentEntry_is_counted_from_one: ['number = 0'],
  ConsentEntry_hashes_are_lower_case_hex: [`hash = 'a'`, `previous = upper(repeat('a', 64))`],
  ConsentEntry_is_given_or_withdrawn_by_somebody: [`deed = 'withdrawn'`, `by = 'retention'`],
  Event_recognised_is_not_ahead_of_faces: ['"recognisedRevision" = "indexRevision" + 1'],
  Guest_is_recognised_with_consent: ['"consentedAt" = null, "consentVersion" = null'],
  EndedPerson_is_somebody_else: ['"heirId" = id'],
  MatchedFace_is_counted_from_nothing: ['match = -1', 'rank = -1'],
  Upload_is_not_by_two: [
    '"userId" = (select id from "User" limit 1), "guestId" = (select id from "Guest" limit 1)',
  ],
  Upload_bytes_are_not_negative: ['bytes = -1'],
  Upload_sha256_is_lower_case_hex: [`sha256 = 'a'`],
  Upload_ends_with_an_outcome: ['outcome = null', '"finishedAt" = null'],
  Upload_is_refused_for_a_reason: [`outcome = 'refused'`],
  LooseObject_sha256_is_lower_case_hex: [`sha256 = 'a'`],
  DriveAccount_is_a_users_or_a_guests: [
    '"userId" = null, "guestId" = null',
    '"userId" = (select id from "User" limit 1), "guestId" = (select id from "Guest" limit 1)',
  ],
  DriveAccount_uses_are_known: [`uses = '{import,everything}'`, 'uses = null'],
  DriveImport_ends_at_a_time: ['"finishedAt" = null', `state = 'running'`],
  DriveImport_fails_for_a_reason: [`state = 'failed'`, `error = 'e'`],
  DriveImportFile_bytes_are_not_negative: ['bytes = -1'],
  DriveExport_has_a_subject_unless_of_the_event: [
    `kind = 'album', "subjectId" = null`,
    `kind = 'event', "subjectId" = id`,
  ],
  DriveExport_of_guests_is_no_users: [`kind = 'guest', "subjectId" = id, "startedBy" = id`],
  DriveExport_ends_at_a_time: ['"finishedAt" = null', `state = 'running'`],
  DriveExport_fails_for_a_reason: [`state = 'failed'`, `error = 'e'`],
  DriveMirror_goes_by_service_or_account: [
    '"byService" = true, "accountId" = (select id from "DriveAccount" limit 1)',
  ],
  DriveMirror_asks_what_is_known: [`asks = 'what'`],
  DriveMirror_knows_what_it_asks: [`state = 'asking', asks = null`],
  DriveMirrorItem_bytes_are_not_negative: ['bytes = -1'],
  DriveMirrorItem_drive_has_name_and_md5: [`"driveName" = 'a'`, `"driveMd5" = 'm'`],
  DriveMirrorItem_visage_has_name_and_md5: [`"visageName" = 'a'`, `"visageMd5" = 'm'`],
  DriveMirrorItem_notes_what_is_known: [`noted = 'what'`],
  AuditLine_counts_one_or_more: ['count = 0'],
  AuditLine_ends_after_it_begins: [`"lastAt" = at - interval '1 second'`],
};

test.each(Object.entries(BROKEN).flatMap(([rule, ways]) => ways.map((way) => [rule, way] as const)))(
  'a row that breaks %s is refused: %s',
  async (rule, way) => {
    const [table = ''] = rule.split('_');
    const { rows } = await client.query<{ tid: string }>(`select ctid as tid from "${table}" order by ctid`);
    expect(rows, 'there is a row to break').not.toEqual([]);
    const refusals = [];
    for (const { tid } of rows) {
      await client.query('savepoint one');
      try {
        await client.query(`update "${table}" set ${way} where ctid = $1`, [tid]);
        refusals.push(null);
      } catch (error) {
        refusals.push(error instanceof pg.DatabaseError ? error.constraint : error);
      }
      await client.query('rollback to one');
    }
    expect(refusals).toContain(rule);
    expect(refusals, 'no row gets through').not.toContain(null);
  },
);

test('every rule of the database is tried here, and holds for rows that were there before it', async () => {
  const { rows } = await client.query<{ conname: string; convalidated: boolean }>(
    `select conname, convalidated from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace
     and conrelid <> 0 order by conname`,
  );
  expect(rows.map(({ conname }) => conname)).toEqual(Object.keys(BROKEN).toSorted());
  expect(rows.filter(({ convalidated }) => !convalidated)).toEqual([]);
});

test('who removes a row does not read a whole table for what refers to it', async () => {
  const { rows } = await client.query(
    `select conname from pg_constraint key where contype = 'f' and not exists (
       select 1 from pg_index where indrelid = key.conrelid and indkey[0] = key.conkey[1] and indpred is null)`,
  );
  expect(rows).toEqual([]);
});

test.each([
  ['PersonEdit_eventId_id_idx', `from "PersonEdit" where "eventId" = $1 order by id desc limit 9`],

  ['Photo_held_idx', `from "Photo" where "eventId" = $1 and "heldAt" is not null`],
  [
    'Photo_eventId_moment_sortName_id_idx',
    `from "Photo" where "eventId" = $1 and moment >= now() order by moment, "sortName", id limit 9`,
  ],
  ['Photo_cameraId_moment_idx', `from "Photo" where "cameraId" = $1 order by moment limit 1`],
  ['Photo_deletedAt_idx', `from "Photo" where "deletedAt" is not null and (erasing or "deletedAt" < now())`],
  ['DriveImport_state_idx', `from "DriveImport" where state in ('pending', 'running') order by "createdAt"`],
  ['DriveExport_state_idx', `from "DriveExport" where state in ('pending', 'running') order by "createdAt"`],
  ['DriveExport_subjectId_idx', `from "DriveExport" where kind = 'guest' and "subjectId" = $1`],
  [
    'DriveMirrorLine_mirrorId_id_idx',
    `from "DriveMirrorLine" where "mirrorId" = $1 order by id desc limit 9`,
  ],
  ['AuditLine_lastAt_idx', `from "AuditLine" where "lastAt" < now()`],
  ['Receipt_erasedAt_idx', `from "Receipt" where what = 'event' and "erasedAt" is null`],
  ['FaceLink_personId_idx', `from "FaceLink" where "personId" = $1`],
])('%s serves the read it was made for', async (index, read) => {
  await client.query('set local enable_seqscan = off');
  const sql = `explain select id ${read}`.replaceAll('$1', `'${full.event}'::uuid`);
  const { rows } = await client.query<Record<string, string>>(sql);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
});
