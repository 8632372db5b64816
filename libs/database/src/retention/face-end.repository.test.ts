/** The end of an event's faces: what goes, what stays, and that nothing brings them back. */
import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { randomUUID } from 'node:crypto';
import { photoScopeOf } from '@visage/access/access.filter';
import { visitorOf } from '@visage/access/access.visitor';
import { keptFromDrive, keptFromVisitor } from '@visage/access/access.wish';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { DrivePhotoListing } from '../drive/drive-photo.listing.js';
import { EventRepository } from '../event/event.repository.js';
import { CHANGES_START, FaceChangeRepository } from '../face/face-change.repository.js';
import { FaceRepository } from '../face/face.repository.js';
import type { NewFace } from '../face/face.record.js';
import { VisitorRepository } from '../guest/visitor.repository.js';
import { ObjectionRepository } from '../objection/objection.repository.js';
import { ObjectionSettingsRepository } from '../objection/objection-settings.repository.js';
import { PhotoBlurRepository } from '../photo/photo-blur.repository.js';
import { PhotoListing } from '../photo/photo.listing.js';
import { PhotoRepository } from '../photo/photo.repository.js';
import { rowsOfEvent } from '../testing/event.rows.js';
import { fillEvent, type FullEvent } from '../testing/full.event.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { digestsOf, FACE_COLUMNS, ready } from '../testing/photo.columns.js';
import { FaceEndRepository } from './face-end.repository.js';
import { RetentionRepository } from './retention.repository.js';

const NOBODY = { actor: 'nobody', actorId: null } as const;
const OVER = new Date('2026-08-01T12:00:00Z');
const HOUR_MS = 3_600_000;
/** Of an event: what tells whom its photos show. */
const OF_FACES = [
  ...[
    'EndedPerson',
    'Face',
    'FaceLink',
    'KeptSelfie',
    'MatchedFace',
    'ObjectedFace',
    'Person',
    'PersonEdit',
    'RemovedFace',
    'ShownPhoto',
  ],
];

let opened: OwnedDatabase;
let database: Database;
let ends: FaceEndRepository;
let full: FullEvent;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  ends = new FaceEndRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  full = await makeEvent();
});

async function makeEvent(): Promise<FullEvent> {
  const id = randomUUID();
  await new EventRepository(database).create({
    ...{ id, ownerId: opened.ownerId, name: 'Gala', embedder: id, date: '2026-06-20' },
    keptFrom: new Date('2026-06-01T12:00:00Z'),
  });
  return fillEvent(database, { eventId: id, userId: opened.ownerId });
}
/** Its organizer was told in time. */
async function end(eventId = full.event, now = OVER): Promise<boolean> {
  await new RetentionRepository(database).warn(new Date('2026-07-17T12:00:00Z'));
  return ends.end(eventId, NOBODY, now);
}
const filled = (rows: Record<string, unknown[]>): string[] =>
  Object.keys(rows).filter((table) => (rows[table]?.length ?? 0) > 0);
const newFace = (): NewFace => ({
  ...{ id: randomUUID(), box: [0, 0, 9, 9], score: 1, quality: 1 },
});
const newPhoto = async (more: object = {}): Promise<string> => {
  const data = { eventId: full.event, fileName: 'b.jpg', bytes: 1n, ...digestsOf(randomUUID()), ...more };
  return (await database.prisma.photo.create({ data })).id;
};

test('all that tells whom photos show goes, photos and links stay, and every other event is whole', async () => {
  const other = await makeEvent();
  const [before, beforeOther] = [
    await rowsOfEvent(database, full.event),
    await rowsOfEvent(database, other.event),
  ];
  expect(await end()).toBe(true);
  const after = await rowsOfEvent(database, full.event);
  expect(
    filled(before)
      .filter((table) => !filled(after).includes(table))
      .sort(),
  ).toEqual([...OF_FACES.toSorted()]);
  for (const table of ['Photo', 'Album', 'AlbumPhoto', 'Share', 'ShareCode', 'Upload'])
    expect([table, after[table]?.length]).toEqual([table, before[table]?.length]);
  const { Event: _, RetentionNotice: __, AuditLine: ___, ...rest } = await rowsOfEvent(database, other.event);
  expect(beforeOther).toMatchObject(rest);
  expect(await database.prisma.auditLine.findFirst({ where: { action: 'event.faces-ended' } })).toMatchObject(
    {
      ...{ actor: 'nobody', eventId: full.event, detail: { faces: 4, guests: 2 } },
    },
  );
  expect(await end(), 'once').toBe(false);
});

test('guests are guests still, without what a search had found, and nobody is left of who only shared their phone', async () => {
  const { prisma } = database;
  await end();
  expect(await prisma.guest.findMany({ where: { shareCodeId: full.code } })).toMatchObject([
    {
      ...{ id: full.guest, name: 'plain guest', consentedAt: null, consentVersion: null },
      ...{ identifiedAt: null, keepLooking: false },
    },
  ]);
  const kinds = await prisma.driveExport.findMany({ where: { eventId: full.event }, select: { kind: true } });
  expect(kinds).toEqual([{ kind: 'event' }]);
  const [visitor] = await new VisitorRepository(database).find({ guestIds: [full.guest] });
  expect(visitor?.share.faceSearch).toBe('ended');
});

test('the register of consents is told that they ended with the faces', async () => {
  const { who } = await database.prisma.consentEntry.findFirstOrThrow({ where: { eventId: full.event } });
  await end();
  const entries = await database.prisma.consentEntry.findMany({
    where: { eventId: full.event },
    orderBy: { number: 'asc' },
  });
  expect(entries).toMatchObject([
    { deed: 'given', by: 'self', who },
    { deed: 'withdrawn', by: 'retention', who, at: OVER },
  ]);
});

test('who prolongs in the moment of the end keeps the faces', async () => {
  const organizer = await OpenTransaction.begin(opened.url);
  await organizer.run('update "Event" set "facesDays" = 90 where id = $1', [full.event]);
  const ending = end();
  expect(await organizer.holdsBack(ending)).toBe(true);
  await organizer.commit();
  expect(await ending).toBe(false);
  expect(await database.prisma.face.count({ where: { eventId: full.event } })).toBe(4);
});

test('faces that a worker finds afterwards are not kept, and the photo is ready all the same', async () => {
  const photos = new PhotoRepository(database);
  const waiting = await newPhoto({ ingestedAt: OVER, ingestVersion: 1 });
  await end();
  const found = newFace();
  for (const photoId of [full.photo, waiting, await newPhoto()]) {
    const replaced = await new FaceRepository(database).replaceFaces({
      ...{ photoId, version: 'new', faces: [found], places: LEGIBLE_PLACES },
      ingested: { version: 1, width: 9, height: 9, metadata: { format: 'jpeg', orientation: 1 } },
    });
    expect(replaced, 'its pictures are to be removed').toEqual({ removedFaceIds: [found.id] });
    expect(await photos.findForWork(photoId)).toMatchObject({ state: 'ready', facesEnded: true });
  }
  expect(await database.prisma.face.count({ where: { eventId: full.event } })).toBe(0);
});

test('nothing is to be found or embedded anew, whatever becomes current, and every photo that was ingested is done', async () => {
  const photos = new PhotoRepository(database);
  const left = await newPhoto({ ingestedAt: OVER, ingestVersion: 1 });
  const remaining = async (): Promise<string[]> => [
    ...(await photos.findPhotosToDetect(full.event, 'new', 100)),
    ...(await photos.findPhotosToEmbed(full.event, 'new', 100)),
  ];
  expect(await remaining()).toContain(left);
  await end();
  expect(await remaining()).toEqual([]);
  expect(await photos.find(left)).toMatchObject({ state: 'ready' });
});

test('who keeps the faces in memory is told to let go of them', async () => {
  const changes = new FaceChangeRepository(database);
  expect(await changes.findPage(full.event, 'm', CHANGES_START)).not.toBe('erased');
  expect(await new EventRepository(database).findSearchable([full.event])).toEqual([full.event]);
  await end();
  expect(await changes.findPage(full.event, 'm', CHANGES_START)).toBe('erased');
  expect(await new EventRepository(database).findSearchable([full.event])).toEqual([]);
});

test('photos that showed somebody withheld or blurred stay withheld for good, and so do those that come later', async () => {
  const { prisma } = database;
  await prisma.event.update({ where: { id: full.event }, data: { groupedRevision: 0, facesRevision: 0 } });
  const place = { eventId: full.event, organizerId: opened.ownerId };
  const [visitor] = await new VisitorRepository(database).find({ codeIds: [full.code] });
  if (!visitor) throw new Error('nobody holds the code');
  const now = new Date();
  const seen = async (): Promise<string[]> => {
    const scope = photoScopeOf(visitorOf(visitor, []), place, now);
    return new PhotoListing(database).ids(full.event, { scope, state: 'ready' });
  };
  const toDrive = async (photoId: string): Promise<string | undefined> => {
    const [photo] = await new DrivePhotoListing(database).of([photoId]);
    return photo && keptFromDrive(photo.wishes)?.reason;
  };
  const photoOf = async (personId: string | null): Promise<string> => {
    const photoId = await newPhoto(ready(OVER));
    if (personId)
      await prisma.face.create({ data: { eventId: full.event, photoId, personId, ...FACE_COLUMNS } });
    return photoId;
  };
  const open = await prisma.person.create({ data: { eventId: full.event } });
  const [plain, withheld, uncovered, covered] = [
    await photoOf(open.id),
    await photoOf(full.person),
    await photoOf(full.otherPerson),
    await photoOf(full.otherPerson),
  ];
  await prisma.face.updateMany({ where: { photoId: covered }, data: { blurred: true } });
  await prisma.blurredPhoto.create({
    data: { photoId: covered, mark: 'm', crc32: 1n, bytes: 1n, ...digestsOf('covered') },
  });
  await prisma.person.update({ where: { id: full.person }, data: { appearance: 'withheld' } });
  await prisma.person.update({ where: { id: full.otherPerson }, data: { appearance: 'blurred' } });
  const unread = await newPhoto();
  expect(await toDrive(withheld)).toBe('withheld');
  expect(await end()).toBe(true);
  const shown = await seen();
  expect(shown).toContain(plain);
  expect(shown).not.toContain(withheld);
  expect(shown, 'nobody can cover a face any more').not.toContain(uncovered);
  expect(shown, 'the files that there are cover everybody').toContain(covered);
  const [stays] = await new PhotoListing(database).findEach([covered]);
  expect(stays?.wishes).toEqual({ withheld: [], unknown: false, blurred: true, unblurred: false });
  expect(await new PhotoBlurRepository(database).findPhotosToBlur(100)).not.toContain(covered);
  expect((await new PhotoBlurRepository(database).find(covered))?.done).toBe(true);
  const kept = [plain, covered, withheld, uncovered, unread].map(toDrive);
  expect(await Promise.all(kept)).toEqual([undefined, undefined, ...Array<string>(3).fill('withheld')]);
  const later = await newPhoto();
  expect(await toDrive(later)).toBe('not-looked-at');
  await new FaceRepository(database).replaceFaces({
    ...{ photoId: later, version: 'new', faces: [], places: LEGIBLE_PLACES },
    ingested: { version: 1, width: 9, height: 9, metadata: { format: 'jpeg', orientation: 1 } },
  });
  expect(await toDrive(later)).toBe('withheld');
  expect(await seen()).not.toContain(later);
});

describe('an objection that waits when the faces end', () => {
  const objections = () => new ObjectionRepository(database);
  const shownTo = async (): Promise<string[]> => {
    const [visitor] = await new VisitorRepository(database).find({ codeIds: [full.code] });
    if (!visitor) throw new Error('nobody holds the code');
    const place = { eventId: full.event, organizerId: opened.ownerId };
    const scope = photoScopeOf(visitorOf(visitor, []), place, OVER);
    const listed = await new PhotoListing(database).ids(full.event, { scope, state: 'ready' });
    const facts = await new PhotoListing(database).findEach(await everyPhoto());
    const alone = facts.filter(({ wishes, held }) => !held && keptFromVisitor(wishes, []) === null);
    expect([...listed].sort(), 'each alone, as in the list').toEqual(
      alone.flatMap(({ id, state }) => (state === 'ready' ? id : [])).sort(),
    );
    return listed;
  };
  const everyPhoto = async (): Promise<string[]> =>
    (await database.prisma.photo.findMany({ where: { eventId: full.event } })).map(({ id }) => id);
  const ingest = (photoId: string) =>
    new FaceRepository(database).replaceFaces({
      ...{ photoId, version: 'new', faces: [], places: LEGIBLE_PLACES },
      ingested: { version: 1, width: 9, height: 9, metadata: { format: 'jpeg', orientation: 1 } },
    });
  let [ann, beside, unread] = ['', '', ''];

  /** @param kept the face of whoever objects, for photos that come later */
  async function endWithObjection(faces: 'found' | 'none', kept = false): Promise<string> {
    const { prisma } = database;
    const data = { groupedRevision: 0, facesRevision: 0, objectionsWithhold: true };
    await prisma.event.update({ where: { id: full.event }, data });
    await prisma.objection.deleteMany({ where: { eventId: full.event } });
    await prisma.person.updateMany({ where: { eventId: full.event }, data: { appearance: 'open' } });
    const person = await prisma.person.create({ data: { eventId: full.event } });
    [ann, beside, unread] = [
      await newPhoto(ready(OVER)),
      await newPhoto(ready(OVER)),
      await newPhoto({ ingestedAt: OVER, ingestVersion: 1 }),
    ];
    const face = { eventId: full.event, personId: person.id, ...FACE_COLUMNS };
    const { id: pointedAt } = await prisma.face.create({ data: { ...face, photoId: ann } });
    await prisma.face.create({ data: { ...face, photoId: beside } });
    const id = randomUUID();
    const sealed = { embedding: Uint8Array.of(1), model: 'm' };
    await objections().create(
      {
        ...{ id, eventId: full.event, wish: 'withheld', kept: kept ? sealed : null },
        faceIds: faces === 'found' ? [pointedAt] : [],
      },
      { revision: 0 },
      OVER,
    );
    expect(await end()).toBe(true);
    return id;
  }

  test('keeps back all photos of whom it is about, and gives them back once it is declined', async () => {
    const id = await endWithObjection('found');
    const shown = await shownTo();
    for (const photoId of [ann, beside, unread]) expect(shown).not.toContain(photoId);
    expect(await objections().settle(id, 'declined', { answer: 'No.', at: OVER })).toBe(true);
    expect(await shownTo()).toEqual(expect.arrayContaining([ann, beside, unread]));
  });

  test('gives them back once it is taken back, and while the organizer decides first', async () => {
    const id = await endWithObjection('found');
    const settings = new ObjectionSettingsRepository(database);
    await settings.set(full.event, { withhold: false });
    expect(await shownTo()).toEqual(expect.arrayContaining([ann, beside]));
    await settings.set(full.event, { withhold: true });
    expect(await shownTo()).not.toContain(ann);
    await objections().settle(id, 'withdrawn', { at: OVER });
    expect(await shownTo()).toEqual(expect.arrayContaining([ann, beside]));
  });

  test('keeps them back for good once it is agreed to, since nobody can be covered any more', async () => {
    const id = await endWithObjection('found');
    await new ObjectionSettingsRepository(database).set(full.event, { withhold: false });
    const by = { eventId: full.event, userId: opened.ownerId };
    await objections().agree(by, id, { appearance: 'blurred', answer: null, at: OVER });
    const shown = await shownTo();
    for (const photoId of [ann, beside]) expect(shown).not.toContain(photoId);
  });

  test('protects who is in no photo yet in those that come later: until the answer, and for good if it is a yes', async () => {
    const id = await endWithObjection('none', true);
    const [later, latest] = [await newPhoto(), await newPhoto()];
    await ingest(later);
    expect(await shownTo()).not.toContain(later);
    await objections().settle(id, 'declined', { answer: 'No.', at: OVER });
    expect(await shownTo()).toEqual(expect.arrayContaining([ann, beside, later]));
    await ingest(latest);
    expect(await shownTo()).toContain(latest);
    full = await makeEvent();
    const again = await endWithObjection('none', true);
    const by = { eventId: full.event, userId: opened.ownerId };
    await objections().agree(by, again, { appearance: 'withheld', answer: null, at: OVER });
    const afterwards = await newPhoto();
    await ingest(afterwards);
    const shown = await shownTo();
    expect(shown).toContain(ann);
    expect(shown).not.toContain(afterwards);
  });
});

test('what objectors let be kept of their faces goes, and that they objected stays', async () => {
  const { prisma } = database;
  const kept = { embedding: Uint8Array.of(1), embeddingModel: 'm' };
  await prisma.event.update({ where: { id: full.event }, data: { objectionsWithhold: true } });
  const objection = { eventId: full.event, wish: 'withheld' as const, createdAt: OVER, ...kept };
  const { id } = await prisma.objection.create({ data: objection });
  await prisma.objectedFace.create({ data: { objectionId: id, faceId: full.looseFace } });
  await end();
  expect(await prisma.objection.findUnique({ where: { id } })).toMatchObject({
    ...{ wish: 'withheld', state: 'waiting', embedding: null, embeddingModel: null },
  });
  expect(await prisma.objectedFace.count({ where: { objectionId: id } })).toBe(0);
  const [photo] = await new PhotoListing(database).findEach([full.otherPhoto]);
  expect(photo && keptFromVisitor(photo.wishes, [])).toMatchObject({ reason: 'withheld' });
});

test('pictures of faces are cleared away at once, and once more a day later', async () => {
  const uncleared = async (hours: number): Promise<unknown> =>
    (await ends.findUncleared(new Date(OVER.getTime() + hours * HOUR_MS))).filter(
      ({ id }) => id === full.event,
    );
  const clear = (hours: number) => ends.markCleared(full.event, new Date(OVER.getTime() + hours * HOUR_MS));
  expect(await uncleared(0)).toEqual([]);
  await end();
  expect(await uncleared(0)).toEqual([{ id: full.event, keyReplaced: false }]);
  await clear(1);
  expect(await uncleared(23)).toEqual([]);
  expect(await uncleared(24)).toEqual([{ id: full.event, keyReplaced: true }]);
  await clear(24);
  expect(await uncleared(1000)).toEqual([]);
});
