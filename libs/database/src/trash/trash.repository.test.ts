import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { TRASH_DAYS } from '@visage/contracts/trash.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { openTestDatabase } from '../testing/test.database.js';
import { TrashRepository } from './trash.repository.js';

const DAY = 86_400_000;
const YESTERDAY = new Date(Date.now() - DAY);
const TODAY = new Date(YESTERDAY.getTime() + 24 * 60 * 60_000);

let copy: DatabaseCopy;
let database: Database;
let trash: TrashRepository;
let userId: string;
let eventId: string;
let otherEventId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  trash = new TrashRepository(database);
  userId = await makeUser('a@b.c');
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
beforeEach(async () => {
  await database.prisma.event.deleteMany({});
  eventId = await makeEvent();
  otherEventId = await makeEvent();
});

const makeUser = async (email: string): Promise<string> =>
  (await database.prisma.user.create({ data: { email, name: email, role: 'organizer', passwordHash: 'h' } }))
    .id;
const makeEvent = async (ownerId = userId, name = 'E'): Promise<string> =>
  (
    await database.prisma.event.create({
      data: { ownerId, name, embedder: 'm' },
    })
  ).id;

let made = 0;
async function makePhoto(deletedAt: Date | null, event = eventId, erasing = false): Promise<string> {
  made += 1;
  const data = {
    eventId: event,
    fileName: 'a.jpg',
    ...digestsOf(`${made}`),
    bytes: 1n,
    deletedAt,
    erasing,
  };
  return (await database.prisma.photo.create({ data })).id;
}

const makeLeaving = (): Promise<string> => makePhoto(YESTERDAY, eventId, true);
const isErasing = async (id: string): Promise<boolean> =>
  (await database.prisma.photo.findUniqueOrThrow({ where: { id } })).erasing;
const deletedAtOf = async (id: string): Promise<Date | null> =>
  (await database.prisma.photo.findUniqueOrThrow({ where: { id } })).deletedAt;

describe('photos that are put into the trash', () => {
  test('are those that were named, of this event, and the others stay', async () => {
    const [named, unnamed, theirs] = [
      await makePhoto(null),
      await makePhoto(null),
      await makePhoto(null, otherEventId),
    ];
    expect(await trash.putPhotos(eventId, [named, theirs], TODAY)).toBe(1);
    expect(await deletedAtOf(named)).toEqual(TODAY);
    expect([await deletedAtOf(unnamed), await deletedAtOf(theirs)]).toEqual([null, null]);
  });

  test('keep the day that they came there, and what is being removed does not become restorable again', async () => {
    const [there, leaving] = [await makePhoto(YESTERDAY), await makeLeaving()];
    expect(await trash.putPhotos(eventId, [there, leaving], TODAY)).toBe(0);
    expect([await deletedAtOf(there), await deletedAtOf(leaving)]).toEqual([YESTERDAY, YESTERDAY]);
  });
});

describe('photos that are brought back', () => {
  test('are those that were named, of this event, and the others stay in the trash', async () => {
    const [named, unnamed, theirs] = [
      await makePhoto(YESTERDAY),
      await makePhoto(YESTERDAY),
      await makePhoto(YESTERDAY, otherEventId),
    ];
    expect(await trash.restorePhotos(eventId, [named, theirs])).toBe(1);
    expect(await deletedAtOf(named)).toBeNull();
    expect([await deletedAtOf(unnamed), await deletedAtOf(theirs)]).toEqual([YESTERDAY, YESTERDAY]);
  });

  test('are none that are being removed, half of which may be gone already, and none that were not there', async () => {
    const [leaving, shown] = [await makeLeaving(), await makePhoto(null)];
    expect(await trash.restorePhotos(eventId, [leaving, shown])).toBe(0);
    expect([await deletedAtOf(leaving), await deletedAtOf(shown)]).toEqual([YESTERDAY, null]);
  });
});

describe('photos that are to leave for good', () => {
  test('are those of the trash that were named, of this event; what was never deleted stays', async () => {
    const [named, unnamed] = [await makePhoto(YESTERDAY), await makePhoto(YESTERDAY)];
    const theirs = await makePhoto(YESTERDAY, otherEventId);
    const shown = await makePhoto(null);
    expect((await trash.leavePhotos(eventId, [named, theirs, shown])).map(({ id }) => id)).toEqual([named]);
    expect(await isErasing(named)).toBe(true);
    expect(await trash.leavePhotos(eventId, [named]), 'it is counted once').toEqual([]);
    expect([await deletedAtOf(unnamed), await deletedAtOf(theirs), await deletedAtOf(shown)]).toEqual([
      YESTERDAY,
      YESTERDAY,
      null,
    ]);
    expect((await trash.leavingPhotos(new Date())).map(({ id }) => id)).toEqual([named]);
  });

  test('are those whose days are over, not a moment sooner, with all that has to be removed with them', async () => {
    const now = new Date();
    const over = (ms: number) => new Date(now.getTime() - TRASH_DAYS * DAY - ms);
    const [due, atItsEnd, theirs] = [
      await makePhoto(over(1)),
      await makePhoto(over(0)),
      await makePhoto(over(5000), otherEventId),
    ];
    const [young, shown] = [await makePhoto(YESTERDAY), await makePhoto(null)];
    const faces = await database.prisma.face.createManyAndReturn({
      data: [1, 2].map(() => ({ eventId, photoId: due, ...FACE_COLUMNS })),
    });
    await database.prisma.face.create({ data: { eventId, photoId: shown, ...FACE_COLUMNS } });
    const leaving = await trash.leavingPhotos(now);
    const found = new Map(leaving.map((photo) => [photo.id, photo]));
    expect([...found.keys()].toSorted()).toEqual([due, theirs].toSorted());
    const { sha256 } = await database.prisma.photo.findUniqueOrThrow({ where: { id: due } });
    expect(found.get(due)).toEqual({ id: due, eventId, sha256, rawOf: null });
    expect((await trash.findLeaving(due))?.faceIds.toSorted()).toEqual(faces.map(({ id }) => id).toSorted());
    expect(await trash.findLeaving(theirs)).toEqual({ faceIds: [] });
    expect([await trash.findLeaving(atItsEnd), await trash.findLeaving(shown)]).toEqual([null, null]);
    expect([await isErasing(due), await isErasing(atItsEnd)]).toEqual([true, false]);
    expect([await deletedAtOf(young), await deletedAtOf(shown)]).toEqual([YESTERDAY, null]);
    expect(
      await trash.restorePhotos(eventId, [due, atItsEnd]),
      'whose removal has begun does not come back',
    ).toBe(1);
    // as if whoever removes them had died: they are found again
    expect((await trash.leavingPhotos(now)).map(({ id }) => id).toSorted()).toEqual([due, theirs].toSorted());
  });

  test('come in turns when they are many, and those whose turn has not come can be brought back still', async () => {
    const deletedAt = new Date(Date.now() - 2 * TRASH_DAYS * DAY);
    const rows = Array.from({ length: 201 }, (_, i) => ({
      eventId,
      fileName: 'a.jpg',
      ...digestsOf(`one of many ${i}`),
      bytes: 1n,
      deletedAt,
    }));
    await database.prisma.photo.createMany({ data: rows });
    const first = await trash.leavingPhotos(new Date());
    expect(first).toHaveLength(200);
    await database.prisma.photo.deleteMany({ where: { id: { in: first.map(({ id }) => id) } } });
    expect(await database.prisma.photo.findMany({ select: { deletedAt: true } })).toEqual([{ deletedAt }]);
    expect(await trash.leavingPhotos(new Date())).toHaveLength(1);
  });

  test('do not leave when somebody brings them back in that moment', async () => {
    const old = new Date(Date.now() - 2 * TRASH_DAYS * DAY);
    const [saved, due] = [await makePhoto(old), await makePhoto(old)];
    const restoring = await OpenTransaction.begin(copy.url);
    await restoring.run('update "Photo" set "deletedAt" = null where id = $1', [saved]);
    const leaving = trash.leavingPhotos(new Date());
    expect(await restoring.holdsBack(leaving)).toBe(true);
    await restoring.commit();
    expect((await leaving).map(({ id }) => id)).toEqual([due]);
    expect(await deletedAtOf(saved)).toBeNull();
  });
});

describe('events', () => {
  const find = (id: string) => database.prisma.event.findUniqueOrThrow({ where: { id } });
  const set = (id: string, data: { deletedAt?: Date; erasedAt?: Date }) =>
    database.prisma.event.update({ where: { id }, data });

  test('are put into the trash and brought back one by one', async () => {
    await trash.putEvent(eventId, TODAY);
    const { deletedAt } = await find(eventId);
    expect(deletedAt).toEqual(TODAY);
    await set(eventId, { deletedAt: YESTERDAY });
    await trash.putEvent(eventId, TODAY);
    expect((await find(eventId)).deletedAt, 'the first day counts').toEqual(YESTERDAY);
    expect((await find(otherEventId)).deletedAt).toBeNull();
    await set(otherEventId, { deletedAt: YESTERDAY });
    await trash.restoreEvent(eventId);
    expect([(await find(eventId)).deletedAt, (await find(otherEventId)).deletedAt]).toEqual([
      null,
      YESTERDAY,
    ]);
  });

  test('that are erased are neither put there nor brought back', async () => {
    await set(eventId, { erasedAt: YESTERDAY });
    await trash.putEvent(eventId, TODAY);
    expect((await find(eventId)).deletedAt).toBeNull();
    await set(otherEventId, { deletedAt: YESTERDAY, erasedAt: YESTERDAY });
    await trash.restoreEvent(otherEventId);
    expect((await find(otherEventId)).deletedAt).toEqual(YESTERDAY);
  });

  test('are listed for their owner, the last deleted first, with their photos', async () => {
    const stranger = await makeUser(`stranger of ${eventId}`);
    const [theirs, kept, erased] = [
      await makeEvent(stranger, 'Theirs'),
      await makeEvent(),
      await makeEvent(),
    ];
    const times = [3, 1, 2].map((days) => new Date(Date.now() - days * DAY));
    for (const [index, id] of [eventId, otherEventId, theirs].entries())
      await set(id, { deletedAt: times[index] ?? new Date(0) });
    await set(erased, { deletedAt: YESTERDAY, erasedAt: YESTERDAY });
    await makePhoto(null);
    await makePhoto(YESTERDAY);
    const own = await trash.events({ ownerId: userId });
    expect(own.map(({ id }) => id)).toEqual([otherEventId, eventId]);
    expect(own[1]).toEqual({ id: eventId, ownerId: userId, name: 'E', photos: 2, deletedAt: times[0] });
    expect((await trash.events({})).map(({ id }) => id)).toEqual([otherEventId, theirs, eventId]);
    expect(kept).not.toBe('');
  });

  test('leave when their days are over, not a moment sooner, and once', async () => {
    const now = new Date();
    const over = (ms: number) => new Date(now.getTime() - TRASH_DAYS * DAY - ms);
    const [due, erased, young] = [await makeEvent(), await makeEvent(), await makeEvent()];
    await set(due, { deletedAt: over(1) });
    await set(erased, { deletedAt: over(1), erasedAt: over(0) });
    await set(young, { deletedAt: YESTERDAY });
    await set(otherEventId, { deletedAt: over(0) });
    expect(await trash.leavingEvents(now)).toEqual([due]);
  });
});
