/**
 * Every earlier schema, with rows, becomes today's. `prisma/dumps/<migration>.sql` holds rows of the schema that the migration
 * gives. A dump that is missing is made here, out of the one before it, carried forward by the migration, and of
 * `prisma/dumps/added/<migration>.sql`, written by hand: rows of new tables, and new columns of old rows. From then on it stays
 * as it is, whatever migrations come later.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { countRows, describeSchema, readDump, writeDump } from '../testing/database.dump.js';
import { copyDatabase, emptyDatabase, MIGRATIONS, type DatabaseCopy } from '../testing/database.server.js';
import type {} from '../testing/database.setup.js';
import { readMigrations } from './migration.file.js';
import { applyMigrations } from './migration.runner.js';

const DUMPS = join(MIGRATIONS, '../dumps');
const dumpOf = (name: string): string => join(DUMPS, `${name}.sql`);
const names = (await readMigrations(MIGRATIONS)).map(({ name }) => name);

/** What stays true of the dumps from a migration on, and what it is today. */
const FACTS: [since: string, ask: string, answer: unknown][] = [
  [
    'person-edits',
    `select appearance::text from "Person" where "hiddenAt" is not null`,
    [{ appearance: 'withheld' }],
  ],
  [
    'consent_narrowed',
    `select deed::text, "keepLooking" from "ConsentEntry" order by number`,
    [
      { deed: 'given', keepLooking: true },
      { deed: 'narrowed', keepLooking: false },
    ],
  ],
  [
    'objected_photos',
    `select p."fileName", o.state::text from "ObjectedPhoto" x join "Objection" o on o.id = x."objectionId" join "Photo" p on p.id = x."photoId"`,
    [{ fileName: 'ready.jpg', state: 'waiting' }],
  ],
  [
    'receipts',
    `select what::text, counts->>'photos' as photos, signature from "Receipt" where "erasedAt" is not null`,
    [{ what: 'event', photos: '3', signature: 'signed' }],
  ],
  [
    'init',
    `select p.name, count(f.id)::int as faces from "Person" p join "Face" f on f."personId" = p.id group by p.id order by p.id`,
    [
      { name: 'Ann', faces: 2 },
      { name: null, faces: 1 },
    ],
  ],
  [
    'init',
    `select bytes::text, width from "Photo" where "fileName" = 'ready.jpg'`,
    [{ bytes: '3000000000', width: 6000 }],
  ],
  [
    'init',
    `select count(*)::int from "Event" where "erasedAt" is not null and "wrappedKey" is null and name = ''`,
    [{ count: 1 }],
  ],
  [
    'init',
    `select rights->>'original' as original, scope->>'kind' as kind from "Share" where name = 'Guests'`,
    [{ original: 'false', kind: 'own-photos' }],
  ],
  [
    'init',
    `select count(*)::int from "Guest" g join "GuestPerson" p on p."guestId" = g.id
      where p."personId" = lpad('30', 32, '0')::uuid and g."consentVersion" = '1'`,
    [{ count: 1 }],
  ],
  [
    'init',
    `select state::text, error from "DriveImport" where error is not null`,
    [{ state: 'failed', error: 'Drive is full.' }],
  ],
  [
    'share_codes',
    `select opens, rights from "ShareCode" where "shortHash" = 'hash'`,
    [{ opens: 3, rights: { upload: false } }],
  ],
  ['zip', `select cardinality("photoIds") as photos from "Zip"`, [{ photos: 2 }]],
  ['share_limits', `select "maxGuests" from "Share" where "passwordId" is not null`, [{ maxGuests: 5 }]],
  [
    'person-edits',
    `select kind::text, count(*)::int from "FaceLink" where "faceA" = lpad('42', 32, '0')::uuid and "faceB" is not null group by kind`,
    [{ kind: 'cannot', count: 2 }],
  ],
  ['person-edits', `select name from "Person" where "coverChosen" and "hiddenAt" is null`, [{ name: 'Ann' }]],
  ['add_albums', `select a.name from "AlbumPhoto" join "Album" a on a.id = "albumId"`, [{ name: 'Church' }]],
  [
    'add_drive_accounts',
    `select uses from "DriveAccount" where "userId" is not null`,
    [{ uses: ['import', 'export'] }],
  ],
  [
    'add_drive_exports',
    `select outcome::text from "DriveExportFile" where reason is not null`,
    [{ outcome: 'failed' }],
  ],
  ['drive_mirrors', `select state::text, asks from "DriveMirror"`, [{ state: 'asking', asks: 'brake' }]],
  [
    'uploads_trash_approval',
    `select "fileName", erasing from "Photo" where "deletedAt" is not null order by id`,
    [
      { fileName: 'broken.jpg', erasing: false },
      { fileName: 'new.jpg', erasing: true },
    ],
  ],
  [
    'uploads_trash_approval',
    `select id from "Upload" where staged order by id`,
    [{ id: 'gone' }, { id: 'half' }, { id: 'whole' }],
  ],
  [
    'guest_drive_google_setup',
    `select email from "DriveAccount" where "guestId" is not null`,
    [{ email: 'gerda@example.com' }],
  ],
  ['second_opinion', `select "secondModel" from "Face" where second is not null`, [{ secondModel: 'snn' }]],
  ['audit', `select action from "AuditLine" where count = 12`, [{ action: 'photo.viewed' }]],
  [
    'accounts',
    `select u.name from "RefreshToken" join "Session" s on s.id = "sessionId" join "User" u on u.id = s."userId"`,
    [{ name: 'Otto' }],
  ],
  ['accent', `select name from "Event" where accent = '#8c2f4b'`, [{ name: 'Wedding' }]],
  [
    'guest_corrections',
    `select kind::text, waiting from "PersonEdit" where "guestId" is not null order by id`,
    [
      { kind: 'notMe', waiting: false },
      { kind: 'mine', waiting: true },
    ],
  ],
  [
    'collaborators',
    `select u.name from "EventCollaborator" join "User" u on u.id = "userId"`,
    [{ name: 'Hilde' }],
  ],
  [
    'links_to_people',
    `select p.name from "FaceLink" join "Person" p on p.id = "personId"`,
    [{ name: 'Ann' }],
  ],
  [
    'init',
    `select "fileName" from "Photo" where "takenAt" is not null and "clockTime" is not null and "fileName" = 'ready.jpg'
     and "takenFrom" = 'exif' and moment <> "createdAt"`,
    [{ fileName: 'ready.jpg' }],
  ],
  [
    'init',
    `select count(*)::int from "Photo" where "clockTime" is null and (moment <> "createdAt" or "sortName" <> "fileName")`,
    [{ count: 0 }],
  ],
  [
    'photo_moments',
    `select "takenAt", to_char(moment at time zone 'UTC', 'HH24:MI:SS.MS') as utc from "Photo" where "fileName" = 'other.jpg'`,
    [{ takenAt: '2026-06-20T14:00:00.500', utc: '12:00:00.500' }],
  ],
  [
    'matched_faces',
    `select s.name, p.name as person from "Share" s join "Person" p on p.id = s."personId" where s.scope->>'kind' = 'person'`,
    [{ name: 'Ann', person: 'Ann' }],
  ],
  [
    'event_counts',
    `select sum(faces)::int as faces, (
        select count(*)::int from "Face" f join "Photo" p on p.id = f."photoId" where p."deletedAt" is null and p."heldAt" is null
      ) as counted from "EventCount"`,
    [{ faces: 2, counted: 2 }],
  ],
  [
    'companions',
    `select h.name as guest, g.name, g."consentBy"::text from "Guest" g join "Guest" h on h.id = g."companionOfId"`,
    [{ guest: 'Gerda', name: 'Mia', consentBy: 'parent' }],
  ],
  [
    'originals_without_location',
    `select "fileName" from "Photo" where blanks is not null`,
    [{ fileName: 'ready.nef' }],
  ],
  [
    'retention',
    `select name, "facesDays", "photosDays" from "Event" where "erasedAt" is null and "facesEndedAt" is null and "photosDays" is not null`,
    [{ name: 'Wedding', facesDays: 30, photosDays: 365 }],
  ],
  [
    'init',
    `select x, y, width, height from "Face" where id = lpad('40', 32, '0')::uuid`,
    [{ x: 1.5, y: 2, width: 30, height: 40 }],
  ],
  [
    'face_places',
    `select x, encode(f.place, 'hex') as face, encode(e.place, 'hex') as drawn from "Face" f, "PersonEdit" e
     where f.place is not null and e.place is not null`,
    [{ x: null, face: '0107', drawn: '0108' }],
  ],
  [
    'consent_register',
    `select by::text, version from "ConsentEntry" where number = 1`,
    [{ by: 'self', version: '2026-11-30' }],
  ],
];
const migrationNamed = (since: string): string =>
  names.find((name) => name.replace(/^\d+_/, '') === since) ?? '';

/** One database a migration, with the schema it gives and no row, until its dump is tried on it: a copy of each would take seconds. */
const schemas = new Map<string, DatabaseCopy>();
/** `prisma/migrations` up to there, by migration. */
let folders: string;
/** As every schema ends up. */
let today: string[];

beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'visage-migrations-'));
  let before = await emptyDatabase(inject('databaseTemplate'));
  for (const [index, name] of names.entries()) {
    for (const earlier of names.slice(0, index + 1))
      await cp(join(MIGRATIONS, earlier), join(folders, name, earlier), { recursive: true });
    const schema = await copyDatabase(before.url);
    await applyMigrations(schema.url, join(folders, name));
    if (index === 0) await before.drop();
    schemas.set(name, schema);
    before = schema;
  }
  for (const [index, name] of names.entries())
    if (!existsSync(dumpOf(name))) await writeFile(dumpOf(name), await carryForward(name, names[index - 1]));
  today = await withClient(before.url, describeSchema);
});
afterAll(async () => {
  for (const schema of schemas.values()) await schema.drop();
  await rm(folders, { recursive: true, force: true });
});

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const schemaOf = (name: string): string => schemas.get(name)?.url ?? '';

/** A database of the schema that `name` gives, made anew, with the rows of its dump. */
async function open(name: string): Promise<DatabaseCopy> {
  const made = await emptyDatabase(inject('databaseTemplate'));
  await applyMigrations(made.url, join(folders, name));
  await fill(made.url, name);
  return made;
}

async function fill(url: string, name: string): Promise<void> {
  const dump = await readFile(dumpOf(name), 'utf8');
  await withClient(url, (client) => readDump(client, dump));
}

async function carryForward(name: string, before: string | undefined): Promise<string> {
  const copy = before === undefined ? await copyDatabase(schemaOf(name)) : await open(before);
  await applyMigrations(copy.url, join(folders, name));
  const added = join(DUMPS, 'added', `${name}.sql`);
  const dump = await withClient(copy.url, async (client) => {
    if (existsSync(added)) await client.query(await readFile(added, 'utf8'));
    return writeDump(client);
  });
  await copy.drop();
  return dump;
}

test.each(names)('whoever stayed at %s starts today’s version, and nothing is lost', async (name) => {
  const url = schemaOf(name);
  await fill(url, name);
  await withClient(url, async (client) => {
    const { EventCount: _, ...before } = await countRows(client); // rows of counts are folded at any time
    await applyMigrations(url, MIGRATIONS);
    expect(await countRows(client)).toMatchObject(before);
    for (const [since, ask, answer] of FACTS)
      if (migrationNamed(since) <= name) expect([ask, (await client.query(ask)).rows]).toEqual([ask, answer]);
    expect(await describeSchema(client)).toEqual(today);
  });
});

test('every table has a row in the newest dump, so that no migration goes untried', async () => {
  const copy = await open(names.at(-1) ?? '');
  const counts = await withClient(copy.url, countRows);
  expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  await copy.drop();
});

test('facts are asked of schemas that there are', () => {
  expect(FACTS.filter(([since]) => migrationNamed(since) === '')).toEqual([]);
});

describe('rows that break rules which came after them', () => {
  const before = migrationNamed('links_to_people');

  test('are made to keep them, where there is one plain way', async () => {
    const copy = await open(before);
    await withClient(copy.url, async (client) => {
      await client.query(`
        update "Event" set accent = 'red', "groupedRevision" = 9 where "erasedAt" is null;
        update "Event" set "wrappedKey" = '\\x01' where "erasedAt" is not null;
        update "Photo" set "detectVersion" = null, "errorCode" = 'internal' where "fileName" = 'ready.jpg';
        update "Photo" set "ingestVersion" = 1, "errorReason" = null where "fileName" = 'broken.jpg';
        update "Photo" set "deletedAt" = null where erasing;
        update "Face" set "embeddingModel" = null, second = null where id = lpad('40', 32, '0')::uuid;
        update "Guest" set "consentedAt" = null where id = lpad('60', 32, '0')::uuid;
        update "Guest" set "approvedAt" = now() where "refusedAt" is not null;
        update "Share" set "passwordId" = null, "opensAt" = "expiresAt";
        update "ShareCode" set "shortBox" = null;
        update "PersonEdit" set waiting = true where "userId" is not null;
        update "PersonEdit" set "photoId" = null where kind = 'mine';
        update "Upload" set "finishedAt" = null, reason = null;
        update "DriveImport" set "finishedAt" = now() where state = 'running';
        update "DriveExport" set error = null, "finishedAt" = null, "startedBy" = id, "subjectId" = id;
        update "DriveMirror" set "byService" = true, asks = 'what';
        update "DriveMirrorItem" set "driveMd5" = null, "visageName" = null, noted = 'what';
        update "DriveAccount" set uses = '{everything,export}';
        update "RefreshToken" set hash = '\\x01';
        update "ShareDefaults" set id = 2;
        update "GoogleSetup" set id = 2`);
      await applyMigrations(copy.url, MIGRATIONS);
      const one = async (sql: string): Promise<unknown> => (await client.query(sql)).rows;
      expect(
        await one(
          `select accent, "facesRevision" > "groupedRevision" as due from "Event" where name = 'Wedding'`,
        ),
      ).toEqual([{ accent: null, due: true }]);
      expect(await one(`select "wrappedKey" from "Event" where "erasedAt" is not null`)).toEqual([
        { wrappedKey: null },
      ]);
      expect(
        await one(
          `select "detectedAt", "embeddedAt", "errorCode" from "Photo" where "fileName" = 'ready.jpg'`,
        ),
      ).toEqual([{ detectedAt: null, embeddedAt: null, errorCode: null }]);
      expect(
        await one(`select "ingestVersion", "errorReason" from "Photo" where "fileName" = 'broken.jpg'`),
      ).toEqual([{ ingestVersion: 0, errorReason: 'Something went wrong.' }]);
      expect(
        await one(`
          select g."consentVersion", count(m)::int as matched
          from "Guest" g left join "MatchedFace" m on m."guestId" = g.id where g.name = 'Gerda' group by g.id`),
      ).toEqual([{ consentVersion: null, matched: 0 }]);
      expect(
        await one(`select "passwordId" is not null as asked, "revokedAt" is not null as closed from "Share"`),
      ).toEqual([{ asked: true, closed: true }]);
      expect(await one(`select id, "finishedAt" is not null as over from "Upload" order by id`)).toEqual([
        { id: 'gone', over: true },
        { id: 'half', over: false },
        { id: 'whole', over: true },
      ]);
      expect(await one(`select distinct uses from "DriveAccount"`)).toEqual([{ uses: ['export'] }]);
      expect(await one(`select kind::text from "PersonEdit" where "guestId" is not null`)).toEqual([
        { kind: 'notMe' },
      ]);
      expect(await describeSchema(client)).toEqual(today);
    });
    await copy.drop();
  });

  test('stop the start where there is none, say which rows, and let it go on once these are mended', async () => {
    const copy = await open(before);
    await withClient(copy.url, async (client) => {
      await client.query(`update "Photo" set bytes = -5 where "fileName" = 'ready.jpg'`);
      const refusal = await applyMigrations(copy.url, MIGRATIONS).catch((error: unknown) => error as Error);
      expect(refusal).toMatchObject({
        name: 'MigrationError',
        message: expect.stringContaining('Photo_bytes_are_not_negative') as string,
      });
      const [, find = ''] = /start again: (select .*)$/.exec((refusal as Error).message) ?? [];
      expect((await client.query(find)).rows).toMatchObject([{ fileName: 'ready.jpg', bytes: '-5' }]);
      await client.query(`update "Photo" set bytes = 5 where bytes < 0`);
      await applyMigrations(copy.url, MIGRATIONS);
      expect(await describeSchema(client)).toEqual(today);
    });
    await copy.drop();
  });
});
