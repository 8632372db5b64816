/** @module How often the database is asked for one picture. A page of a gallery shows a hundred of them at once. */
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoDetailSchema, photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema, viewAsSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { matchesWith } from '@visage/database/testing/matched.people';
import { statementsOf } from '@visage/database/testing/statement.count';
import { EventKeys } from '@visage/host/keys/event.keys';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { FACE_BOX, finishPhoto, makePerson } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let photoId: string;
let faceId: string;
let personId: string;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('ada@example.org', 'organizer');
  organizer = await gateway.signIn('ada@example.org');
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Gala' })).json()).id;
  const form = new FormData();
  form.append('photos', new Blob([photoBytes('a photo')]), 'a.jpg');
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  personId = await makePerson(gateway, eventId);
  [faceId = ''] = await finishPhoto(gateway, photoId, [{ k: 1, personId }]);
});
afterAll(() => gateway.stop());

async function tokenOf(input: Partial<ShareCreate> & { maxGuests?: number }): Promise<string> {
  const made = shareSchema.parse(await (await organizer.post(`/events/${eventId}/shares`, input)).json());
  return made.codes[0]?.url.split('/g/')[1] ?? '';
}
/** The browser joins, as a guest who was found in the photo by a person and by a face, and says so too. */
async function join(browser: BrowserJar, token: string): Promise<void> {
  const { prisma } = gateway.database;
  const joined = await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  expect(joined.ok).toBe(true);
  const { id } = await prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await new GuestRepository(gateway.database).recordMatches(
    id,
    [...(await matchesWith(gateway.database, [personId])), { faceIds: [faceId] }],
    gateway.clock.now(),
  );
  const word = { eventId, guestId: id, kind: 'mine' as const, photoId };
  const detail = { personId: null, name: null };
  await prisma.personEdit.create({ data: { ...word, detail, before: { people: [], faces: [] } } });
}
/** The fewest of some tries: the gateway writes its audit log at times of its own. */
async function countOf(ask: () => Promise<Response>): Promise<number> {
  const counts: number[] = [];
  for (let attempt = 0; attempt < 3; attempt++) {
    const sent = await statementsOf(async () => {
      const response = await ask();
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    });
    counts.push(sent.length);
  }
  return Math.min(...counts);
}

test('a guest’s picture costs two statements, however many links the browser holds', async () => {
  const browser = new BrowserJar(gateway.origin);
  const own = await tokenOf({ scope: { kind: 'own-photos' } });
  await join(browser, own);
  const thumbnail = () => browser.fetch(`/photos/${photoId}/thumbnail`);
  expect(await countOf(thumbnail)).toBe(2);
  for (let link = 0; link < 5; link++) {
    const token = await tokenOf({ scope: { kind: 'gallery' } });
    if (link % 2 === 0) await join(browser, token);
    else await browser.fetch(`/guest/${token}/photos`);
  }
  for (const path of [`/photos/${photoId}/thumbnail`, `/photos/${photoId}/preview`, `/faces/${faceId}/crop`])
    expect([path, await countOf(() => browser.fetch(path))]).toEqual([path, 2]);
  expect(await countOf(() => browser.fetch(`/guest/${own}/admission`))).toBe(2);
});

test('an event as a guest sees it costs the same, however many photos a page of it has', async () => {
  await tokenOf({ scope: { kind: 'gallery' } });
  const { id: codeId } = await gateway.database.prisma.shareCode.findFirstOrThrow({
    where: { share: { eventId } },
  });
  const view = () => organizer.fetch(`/codes/${codeId}/view`);
  const few = await countOf(view);
  const form = new FormData();
  for (const name of ['b', 'c', 'd']) form.append('photos', new Blob([photoBytes(name)]), `${name}.jpg`);
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  for (const { photo } of photoUploadsSchema.parse(await sent.json()).uploads)
    await finishPhoto(gateway, photo?.id ?? '', []);
  expect(viewAsSchema.parse(await (await view()).json()).photos).toHaveLength(4);
  expect(await countOf(view)).toBe(few);
});

test('an organizer’s picture costs two: the session and the photo', async () => {
  expect(await countOf(() => organizer.fetch(`/photos/${photoId}/thumbnail`))).toBe(2);
});

test('a picture opens no place of a face; whoever is shown where faces are has them opened without a word of Postgres', async () => {
  const opening = vi.spyOn(gateway.app.get(EventKeys), 'openToRead');
  const picture = await organizer.fetch(`/photos/${photoId}/thumbnail`);
  expect([picture.status, opening.mock.calls.length]).toEqual([200, 0]);
  const detail = () => organizer.fetch(`/photos/${photoId}`);
  const { faces } = photoDetailSchema.parse(await (await detail()).json());
  expect([faces.map(({ box }) => box), opening.mock.calls.length]).toEqual([[FACE_BOX], 1]);
  opening.mockRestore();
  expect(await countOf(detail)).toBe(3);
});
