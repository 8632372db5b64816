import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { WithheldPhotos } from './photo.withheld.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

let opened: OwnedDatabase;
let database: Database;
let withheld: WithheldPhotos;
let ownerId: string;
let eventId: string;
let otherEventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  withheld = new WithheldPhotos(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  [eventId, otherEventId] = [await makeEvent(), await makeEvent()];
});

/** Grouped, unless the revision of its faces is ahead. */
const makeEvent = async (): Promise<string> =>
  (
    await database.prisma.event.create({
      data: { ownerId, name: 'E', embedder: 'm', facesRevision: 3, groupedRevision: 3 },
    })
  ).id;
const setRevisions = (id: string, facesRevision: number, groupedRevision: number) =>
  database.prisma.event.update({ where: { id }, data: { facesRevision, groupedRevision } });
const makePerson = async (hidden: boolean, event = eventId): Promise<string> =>
  (await database.prisma.person.create({ data: { eventId: event, hiddenAt: hidden ? new Date() : null } }))
    .id;

let made = 0;
/** @param people whose faces are in it; null is nobody's */
async function makePhoto(
  people: (string | null)[],
  more: { embeddedAt?: null; heldAt?: Date } = {},
  event = eventId,
): Promise<string> {
  made += 1;
  const place = { x: 0, y: 0, width: 1, height: 1, landmarks: [], score: 1, quality: 1 };
  const { id } = await database.prisma.photo.create({
    data: {
      ...{
        eventId: event,
        fileName: 'a.jpg',
        sha256: `sha of ${made}`,
        md5: 'm',
        bytes: 1n,
        embeddedAt: new Date(),
        ...more,
      },
      faces: { create: people.map((personId) => ({ eventId: event, personId, ...place })) },
    },
  });
  return id;
}
const of = async (event = eventId) => Object.fromEntries(await withheld.of(event));

test('while nobody is hidden everything may leave but what waits for approval, whatever is not known yet', async () => {
  await setRevisions(eventId, 4, 3);
  await makePerson(true, otherEventId);
  const waiting = await makePhoto([], { heldAt: new Date() });
  await makePhoto([await makePerson(false), null]);
  await makePhoto([], { embeddedAt: null });
  await makePhoto([null], { heldAt: new Date() }, otherEventId);
  expect(await of()).toEqual({ [waiting]: 'unknown' });
});

test('photos that show somebody hidden stay, and those of others leave', async () => {
  const [hidden, shown] = [await makePerson(true), await makePerson(false)];
  const [alone, together] = [await makePhoto([hidden]), await makePhoto([shown, hidden])];
  const waiting = await makePhoto([hidden], { heldAt: new Date() });
  const waitingToo = await makePhoto([shown], { heldAt: new Date() });
  await makePhoto([shown]);
  await makePhoto([]);
  await makePhoto([await makePerson(true, otherEventId)], {}, otherEventId);
  expect(await of()).toEqual({
    [alone]: 'hidden',
    [together]: 'hidden',
    [waiting]: 'hidden',
    [waitingToo]: 'unknown',
  });
});

test('while somebody is hidden, faces that are not grouped yet may be theirs: their photos stay until grouping is through', async () => {
  const shown = await makePerson(false);
  await makePerson(true);
  const [ungrouped, both] = [await makePhoto([null]), await makePhoto([shown, null])];
  await makePhoto([shown]);
  await makePhoto([null], {}, otherEventId);
  await setRevisions(otherEventId, 9, 3);
  expect(await of(), 'grouped, and nobody’s').toEqual({});
  await setRevisions(eventId, 4, 3);
  expect(await of()).toEqual({ [ungrouped]: 'unknown', [both]: 'unknown' });
  await setRevisions(eventId, 4, 4);
  expect(await of()).toEqual({});
  await setRevisions(eventId, 4, 5);
  expect(await of()).toEqual({});
});

test('while somebody is hidden, photos whose faces nobody has compared yet stay', async () => {
  await makePerson(true);
  const fresh = await makePhoto([], { embeddedAt: null });
  await makePhoto([], { embeddedAt: null }, otherEventId);
  await makePhoto([]);
  expect(await of()).toEqual({ [fresh]: 'unknown' });
});

test('an event that is gone withholds nothing', async () => {
  expect(await of('018f0000-0000-7000-8000-000000000001')).toEqual({});
});
