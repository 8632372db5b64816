import { randomUUID } from 'node:crypto';
import { eventSchema } from '@visage/contracts/event.contract';
import {
  CONSENT_VERSION,
  guestPhotoPageSchema,
  guestWelcomeSchema,
  selfieOutcomeSchema,
} from '@visage/contracts/guest.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import type { Box } from '@visage/contracts/geometry.contract';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson, placesIn } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;

beforeAll(async () => {
  gateway = await startGateway();
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});

async function makeEvent(): Promise<string> {
  return eventSchema.parse(await (await organizer.post('/events', { name: 'Party' })).json()).id;
}

/** The address in the QR code of a new share, whose body is `input`. */
async function linkOf(eventId: string, input: object): Promise<string> {
  const response = await organizer.post(`/events/${eventId}/shares`, input);
  expect(response.status).toBe(201);
  return shareSchema.parse(await response.json()).codes[0]?.url ?? '';
}

async function uploadOne(eventId: string): Promise<string> {
  const form = new FormData();
  // any field name will do
  form.append('anything', new Blob([photoBytes('some bytes')]), 'a.jpg');
  const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
}

const photosOf = async (browser: BrowserJar, token: string): Promise<string[]> => {
  const response = await browser.fetch(`/guest/${token}/photos`);
  expect(response.status).toBe(200);
  return guestPhotoPageSchema.parse(await response.json()).photos.map((photo) => photo.id);
};

test('without a public address a code leads to the host by which the organizer came', async () => {
  const url = await linkOf(await makeEvent(), {});
  expect(url.slice(0, url.lastIndexOf('/'))).toBe(`${gateway.origin}/g`);
  const token = url.split('/g/')[1] ?? '';
  expect((await new BrowserJar(gateway.origin).fetch(`/guest/${token}`)).status).toBe(200);
});

test('a guest who comes before the photos opens the link, searches, and finds them once they are ready', async () => {
  const eventId = await makeEvent();
  const token = (await linkOf(eventId, {})).split('/g/')[1] ?? '';
  const browser = new BrowserJar(gateway.origin);
  const welcome = guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${token}`)).json());
  expect(welcome).toMatchObject({ eventName: 'Party', eventDate: null, consented: false });
  const consent = await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  expect(guestWelcomeSchema.parse(await consent.json()).consented).toBe(true);

  const photoId = await uploadOne(eventId);
  const search = async (): Promise<unknown> => {
    const form = new FormData();
    form.append('selfie', new Blob(['face 1']), 'selfie.jpg');
    const response = await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: form });
    return selfieOutcomeSchema.parse(await response.json());
  };
  expect(await search()).toEqual({ outcome: 'not-found' });
  expect(await photosOf(browser, token)).toEqual([]);
  expect((await browser.fetch(`/photos/${photoId}/original`)).status).toBe(404);

  await finishPhoto(gateway, photoId, [{ k: 1, personId: await makePerson(gateway, eventId) }]);
  expect(await search()).toEqual({ outcome: 'found', photos: 1, added: 1 });
  expect(await photosOf(browser, token)).toEqual([photoId]);
});

test('a gallery link of an empty event is an empty gallery that fills', async () => {
  const eventId = await makeEvent();
  const token = (await linkOf(eventId, { scope: { kind: 'gallery' } })).split('/g/')[1] ?? '';
  const browser = new BrowserJar(gateway.origin);
  expect(await photosOf(browser, token)).toEqual([]);
  const photoId = await uploadOne(eventId);
  expect(await photosOf(browser, token)).toEqual([]);
  await finishPhoto(gateway, photoId, []);
  expect(await photosOf(browser, token)).toEqual([photoId]);
  expect((await browser.fetch(`/photos/${photoId}/original`)).status).toBe(200);
});

test('an event may compare faces with another network, and a name that is none is refused with those there are', async () => {
  const chosen = await organizer.post('/events', { name: 'Party', embedder: 'facenet' });
  expect(eventSchema.parse(await chosen.json()).embedder).toBe('facenet');
  const refused = await organizer.post('/events', { name: 'Party', embedder: 'rfb-320' });
  expect(refused.status).toBe(422);
  expect(problemSchema.parse(await refused.json()).detail).toContain('"mobilefacenet" or "facenet"');
});

test('in an event without faces none is ever looked for: nobody searches or objects by selfie, and its photos are shown', async () => {
  const made = await organizer.post('/events', { name: 'Quiet', faces: false });
  const { id: eventId } = eventSchema.parse(await made.json());
  const token = (await linkOf(eventId, { scope: { kind: 'gallery' } })).split('/g/')[1] ?? '';
  const photoId = await uploadOne(eventId);
  const photos = new PhotoRepository(gateway.database);
  expect(await photos.findForWork(photoId)).toMatchObject({ facesEnded: true });
  // as though the detector had begun before it was told
  const found = { id: randomUUID(), box: [0, 0, 5, 5] as Box, score: 1, quality: 1 };
  const replaced = await new FaceRepository(gateway.database).replaceFaces({
    photoId,
    version: '1',
    places: await placesIn(gateway, eventId),
    faces: [found],
  });
  expect(replaced?.removedFaceIds).toEqual([found.id]);
  expect(await gateway.database.prisma.face.count({ where: { eventId } })).toBe(0);
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  for (const door of ['selfie', 'objections/selfie']) {
    const form = new FormData();
    form.append('selfie', new Blob(['face 1']), 'selfie.jpg');
    const refused = await browser.fetch(`/guest/${token}/${door}`, { method: 'POST', body: form });
    expect([refused.status, problemSchema.parse(await refused.json()).code]).toEqual([403, 'faces-ended']);
  }
  // whoever objects is told whom to write to instead
  expect(await (await browser.fetch(`/guest/${token}/objections`)).json()).toMatchObject({
    ...{ facesEnded: true, controller: { contact: expect.any(String) as string } },
  });
  await gateway.database.prisma.photo.update({
    where: { id: photoId },
    data: { ingestedAt: new Date(), ingestVersion: 1 },
  });
  expect(await photosOf(browser, token)).toEqual([photoId]);
});
