import { digestsOf, ingested, ready as readyAt } from '../testing/photo.columns.js';
import { photoInScope, type OnesPhotos, type PhotoScope } from '@visage/access/access.filter';
import { NO_WISHES } from '@visage/access/access.wish';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlbumRepository } from '../album/album.repository.js';
import { createDatabase, type Database } from '../client/database.client.js';
import { EventListing } from './event.listing.js';
import { PersonListing, type ListedPerson, type ListedPersonPage } from '../person/person.listing.js';
import { CursorError } from '../client/cursor.error.js';
import { PhotoListing } from '../photo/photo.listing.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { openTestDatabase } from '../testing/test.database.js';

let copy: DatabaseCopy;
let database: Database;
let ownerId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  ownerId = (
    await database.prisma.user.create({
      data: { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' },
    })
  ).id;
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

const makeEvent = (name: string) =>
  database.prisma.event.create({
    data: { ownerId, name, embedder: 'm', date: new Date('2026-06-20') },
  });

interface Stamps {
  ingestedAt?: Date;
  ingestVersion?: number;
  detectedAt?: Date;
  detectVersion?: string;
  embeddedAt?: Date;
  embedVersion?: string;
  failedAt?: Date;
  errorCode?: string;
  errorReason?: string;
  createdAt?: Date;
  deletedAt?: Date;
  heldAt?: Date;
}

let number = 0;
const makePhoto = (eventId: string, stamps: Stamps = {}) =>
  database.prisma.photo.create({
    data: {
      eventId,
      fileName: `${++number}.jpg`,
      ...digestsOf(String(number)),
      bytes: 3_000_000_000n,
      ...stamps,
    },
  });

const makeFace = (eventId: string, photoId: string, personId: string | null) =>
  database.prisma.face.create({
    data: {
      eventId,
      photoId,
      personId,
      x: 1,
      y: 2,
      width: 3,
      height: 4,
      score: 0.9,
      quality: 0.8,
    },
  });

const now = new Date();

describe('events', () => {
  test('the progress of an event adds up, and says whether grouping is due', async () => {
    const events = new EventListing(database);
    const { id } = await makeEvent('Wedding');
    await makePhoto(id);
    await makePhoto(id, ingested(now));
    await makePhoto(id, {
      ...readyAt(now),
      failedAt: now,
      errorCode: 'timeout',
      errorReason: 'Too slow.',
    });
    const ready = await makePhoto(id, readyAt(now));
    await makeFace(id, ready.id, (await database.prisma.person.create({ data: { eventId: id } })).id);
    await makeFace(id, ready.id, null);
    expect(await events.progress(id)).toEqual({
      photos: 4,
      done: 1,
      pending: 2,
      failed: 1,
      faces: 2,
      people: 1,
      grouping: false,
    });
    await database.prisma.event.update({ where: { id }, data: { facesRevision: 1 } });
    expect((await events.progress(id))?.grouping).toBe(true);
    expect(await events.find(id)).toMatchObject({ name: 'Wedding', date: '2026-06-20', ownerId });
    expect(await events.facts(id)).toMatchObject({
      name: 'Wedding',
      date: '2026-06-20',
      embedder: 'm',
    });
  });

  test('one without photos that visitors may come to see is known from one that has some', async () => {
    const events = new EventListing(database);
    const { id } = await makeEvent('Early');
    await makePhoto(id, { deletedAt: now });
    await makePhoto(id, { heldAt: now });
    expect(await events.hasPhotos(id)).toBe(false);
    await makePhoto(id);
    expect(await events.hasPhotos(id)).toBe(true);
  });

  test('organizers see their own events and those they help with, administrators all, nobody an erased one', async () => {
    const events = new EventListing(database);
    const other = await database.prisma.user.create({
      data: { email: 'o@b.c', name: 'O', role: 'organizer', passwordHash: 'h' },
    });
    const mine = await makeEvent('Mine');
    const erased = await makeEvent('Erased');
    await database.prisma.event.update({
      where: { id: erased.id },
      data: { erasedAt: now },
    });
    const theirs = await database.prisma.event.create({
      data: { ownerId: other.id, name: 'Theirs', embedder: 'm' },
    });
    const names = async (of: Parameters<EventListing['list']>[0]) =>
      (await events.list(of)).map((event) => event.name);
    expect(await names({ ownerId: other.id, ids: [] })).toEqual(['Theirs']);
    expect(await names({ ownerId: other.id, ids: [mine.id, erased.id] })).toEqual(['Theirs', 'Mine']);
    expect(await names({ ownerId, ids: [] })).toContain('Mine');
    expect(await names({ ownerId, ids: [] })).not.toContain('Theirs');
    expect(await names('everybody')).toEqual(expect.arrayContaining(['Mine', 'Theirs']));
    expect(await names('everybody')).not.toContain('Erased');
    expect(await events.erasedIds()).toEqual([erased.id]);
    expect(await events.find(erased.id)).toBeNull();
    expect(await events.facts(erased.id)).toBeNull();
    expect((await events.find(mine.id))?.progress.photos).toBe(0);
    expect((await events.find(theirs.id))?.date).toBeNull();
  });
});

describe('photos', () => {
  test('pages show every photo once, though many arrived in one millisecond and more arrive meanwhile', async () => {
    const photos = new PhotoListing(database);
    const { id } = await makeEvent('Pages');
    const made = [];
    for (let i = 0; i < 7; i++) made.push((await makePhoto(id, { createdAt: new Date('2026-01-01') })).id);
    const seen: string[] = [];
    const totals: (number | null)[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await photos.page(id, {}, { limit: 3, ...(cursor && { cursor }) });
      totals.push(page.total);
      seen.push(...page.photos.map((photo) => photo.id));
      cursor = page.nextCursor;
      if (seen.length === 3) made.push((await makePhoto(id, { createdAt: new Date('2026-01-02') })).id);
    } while (cursor);
    expect(seen).toHaveLength(8);
    expect([...seen].sort()).toEqual([...made].sort());
    expect(totals, 'counted for the first page only').toEqual([7, null, null]);
    await expect(photos.page(id, {}, { limit: 3, cursor: 'nonsense' })).rejects.toThrow(CursorError);
  });

  test('each photo is listed under the state it shows', async () => {
    const photos = new PhotoListing(database);
    const { id } = await makeEvent('States');
    await makePhoto(id);
    await makePhoto(id, ingested(now));
    await makePhoto(id, readyAt(now));
    await makePhoto(id, {
      ...readyAt(now),
      failedAt: now,
      errorCode: 'timeout',
      errorReason: 'Too slow.',
    });
    for (const state of ['received', 'ingested', 'ready', 'failed'] as const) {
      const { photos: found } = await photos.page(id, { state }, { limit: 10 });
      expect(found.map((photo) => photo.state)).toEqual([state]);
      expect(await photos.count(id, { state })).toBe(1);
    }
    const [failed] = (await photos.page(id, { state: 'failed' }, { limit: 1 })).photos;
    expect(failed).toMatchObject({ error: { code: 'timeout', reason: 'Too slow.' }, bytes: 3_000_000_000 });
  });

  test('a guest is listed exactly the photos whose bytes the access rules would give', async () => {
    const photos = new PhotoListing(database);
    const { id } = await makeEvent('Scopes');
    const people = await Promise.all(
      [1, 2].map(() => database.prisma.person.create({ data: { eventId: id } })),
    );
    const [ann = '', ben = ''] = people.map((person) => person.id);
    const group = await makePhoto(id);
    await makeFace(id, group.id, ann);
    await makeFace(id, group.id, ben);
    const alone = await makePhoto(id);
    await makeFace(id, alone.id, ben);
    const empty = await makePhoto(id);
    const albums = new AlbumRepository(database);
    const ceremony = await albums.findOrCreate(id, 'Ceremony');
    const party = await albums.findOrCreate(id, 'Party');
    await albums.addPhotos(ceremony.id, [group.id, empty.id]);
    await albums.addPhotos(party.id, [group.id]);
    const reason = 'own-photos' as const;
    const found = (...people: Partial<OnesPhotos>[]): PhotoScope => ({
      kind: 'people',
      selves: [],
      anyOf: people.map((ones) => ({ personIds: [], photoIds: [], exceptPhotoIds: [], ...ones })),
      reason,
    });
    const scopes: PhotoScope[] = [
      { kind: 'all', reason },
      { kind: 'none', because: { allowed: false, reason: 'expired', text: '' } },
      { kind: 'albums', albumIds: [ceremony.id], selves: [], reason },
      { kind: 'albums', albumIds: [party.id, ann], selves: [], reason },
      found({ personIds: [ann] }),
      found({ personIds: [ann], photoIds: [empty.id] }),
      found({ personIds: [ann, ben], photoIds: [empty.id], exceptPhotoIds: [group.id, empty.id] }),
      found({ personIds: [ann, ben], exceptPhotoIds: [group.id] }, { personIds: [ann] }),
      found({}),
      found(),
    ];
    for (const scope of scopes) {
      const page = await photos.page(id, { scope }, { limit: 10 });
      const listed = page.photos.map((photo) => photo.id);
      const details = await Promise.all([group, alone, empty].map((photo) => photos.find(photo.id)));
      const allowed = details.filter((photo) => {
        const personIds = photo?.faces.flatMap((face) => face.personId ?? []) ?? [];
        const resource = {
          kind: 'photo' as const,
          eventId: id,
          organizerId: ownerId,
          photoId: photo?.id ?? '',
          personIds,
          albumIds: photo?.albumIds ?? [],
          held: photo?.held ?? false,
          blankable: true,
          wishes: NO_WISHES,
        };
        return photoInScope(scope, resource);
      });
      expect(listed, JSON.stringify(scope)).toEqual(allowed.map((photo) => photo?.id));
      expect(page.total).toBe(allowed.length);
      expect((await photos.page(id, { scope }, { limit: 1 })).total).toBe(allowed.length);
    }
    expect((await photos.page(id, { personId: ben }, { limit: 10 })).photos).toHaveLength(2);
    expect((await photos.page(id, { albumId: ceremony.id }, { limit: 10 })).photos).toHaveLength(2);
  });

  test('a photo comes with its faces; one of an erased event is gone', async () => {
    const photos = new PhotoListing(database);
    const { id } = await makeEvent('Detail');
    const photo = await makePhoto(id);
    const face = await makeFace(id, photo.id, null);
    expect(await photos.find(photo.id)).toMatchObject({
      eventId: id,
      faces: [{ id: face.id, place: [1, 2, 3, 4], personId: null }],
    });
    expect(await photos.findFace(face.id)).toMatchObject({
      held: false,
      id: face.id,
      eventId: id,
      photoId: photo.id,
      personId: null,
    });
    await database.prisma.event.update({ where: { id }, data: { erasedAt: now } });
    expect(await photos.find(photo.id)).toBeNull();
    expect(await photos.findFace(face.id)).toBeNull();
  });
});

test('an album is made once and holds a photo once, however often it is filled', async () => {
  const albums = new AlbumRepository(database);
  const { id } = await makeEvent('Albums');
  const other = await makeEvent('Other event');
  const made = await Promise.all([1, 2, 3].map(() => albums.findOrCreate(id, 'Party')));
  expect(new Set(made.map((album) => album.id)).size).toBe(1);
  const [album] = made;
  const photo = await makePhoto(id);
  const theirs = await makePhoto(other.id);
  for (let i = 0; i < 2; i++) await albums.addPhotos(album?.id ?? '', [photo.id, theirs.id]);
  await albums.findOrCreate(other.id, 'Party');
  expect(await albums.listOfEvent(id)).toEqual([{ id: album?.id, eventId: id, name: 'Party', photos: 1 }]);
  await database.prisma.photo.delete({ where: { id: photo.id } });
  expect((await albums.listOfEvent(id))[0]?.photos).toBe(0);
});

test('the people most often photographed come first', async () => {
  const people = new PersonListing(database);
  const { id } = await makeEvent('People');
  const [rare, often] = await Promise.all(
    [1, 2].map(() => database.prisma.person.create({ data: { eventId: id } })),
  );
  for (let i = 0; i < 3; i++) {
    const photo = await makePhoto(id);
    await makeFace(id, photo.id, often?.id ?? null);
    if (i === 0) await makeFace(id, photo.id, rare?.id ?? null);
    if (i === 0) await makeFace(id, photo.id, often?.id ?? null);
  }
  expect((await people.page(id, {}, { limit: 10 })).people).toMatchObject([
    { id: often?.id, photos: 3, faces: 4, name: null, eventId: id },
    { id: rare?.id, photos: 1, faces: 1 },
  ]);
  expect(await people.find(rare?.id ?? '')).toMatchObject({ id: rare?.id, photos: 1 });
});

test('pages of people hold everybody once, those in most photos first, and can be asked for by shelf and photo', async () => {
  const listing = new PersonListing(database);
  const { id } = await makeEvent('Many people');
  const photos = [await makePhoto(id), await makePhoto(id), await makePhoto(id)];
  const made: string[] = [];
  for (const shown of [0, 1, 1, 1, 2, 2, 3]) {
    const hiddenAt = made.length % 3 === 2 ? now : null;
    const person = await database.prisma.person.create({ data: { eventId: id, hiddenAt } });
    made.push(person.id);
    for (const photo of photos.slice(0, shown)) await makeFace(id, photo.id, person.id);
  }
  const all = async (filter: Parameters<PersonListing['page']>[1], limit = 2) => {
    const [people, totals]: [ListedPerson[], (number | null)[]] = [[], []];
    let cursor: string | null = null;
    do {
      const page: ListedPersonPage = await listing.page(id, filter, { limit, ...(cursor && { cursor }) });
      people.push(...page.people);
      totals.push(page.total);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return { ids: people.map((person) => person.id), photos: people.map((person) => person.photos), totals };
  };
  const paged = await all({});
  expect(paged.photos).toEqual([3, 2, 2, 1, 1, 1]);
  expect(paged.totals, 'counted for the first page only').toEqual([6, null, null]);
  expect(paged.ids).toEqual((await all({}, 100)).ids);
  expect([...paged.ids].sort(), 'but who is in no photo').toEqual(made.slice(1).sort());

  const [listed, hidden] = [await all({ shelf: 'listed' }), await all({ shelf: 'hidden' })];
  expect(hidden.ids.sort()).toEqual([made[2], made[5]].sort());
  expect([...listed.ids, ...hidden.ids].sort()).toEqual(made.slice(1).sort());
  expect([listed.totals[0], hidden.totals[0]]).toEqual([4, 2]);
  expect((await all({ photoId: photos[1]?.id })).ids.sort()).toEqual(made.slice(4).sort());
  for (const cursor of ['nonsense', Buffer.from('1.1.x').toString('base64url')])
    await expect(listing.page(id, {}, { limit: 3, cursor })).rejects.toThrow(CursorError);
});
