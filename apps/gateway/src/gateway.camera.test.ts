/** The cameras of an event and its zone, as organizers see and change them. */
import { camerasSchema, type Cameras } from '@visage/contracts/camera.contract';
import { guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoPageSchema } from '@visage/contracts/photo.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { digestsOf, ready } from '@visage/database/testing/photo.columns';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('otto@example.org', 'organizer');
  organizer = await gateway.signIn('otto@example.org');
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  eventId = await makeEvent({});
});

async function makeEvent(more: { zone?: string }): Promise<string> {
  const made = await organizer.post('/events', { name: 'Wedding', ...more });
  return eventSchema.parse(await made.json()).id;
}

let made = 0;
async function addPhoto(fileName: string, clockTime: string, cameraId?: string): Promise<void> {
  const columns = { bytes: 1n, crc32: 1n, ...digestsOf(`camera ${++made}`), ...ready(new Date()) };
  const taken = { clockTime, takenFrom: 'exif' as const, ...(cameraId !== undefined && { cameraId }) };
  await gateway.database.prisma.photo.create({ data: { eventId, fileName, ...columns, ...taken } });
}

async function addCamera(serial = '0123'): Promise<string> {
  const data = { eventId, make: 'Canon', model: 'EOS R5', serial };
  return (await gateway.database.prisma.camera.create({ data })).id;
}

const put = (path: string, body: object): Promise<Response> =>
  organizer.fetch(`/events/${eventId}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const read = async (response: Promise<Response>): Promise<Cameras> =>
  camerasSchema.parse(await (await response).json());
const namesIn = ({ photos }: { photos: { fileName: string }[] }): string[] =>
  photos.map(({ fileName }) => fileName);
const gallery = async (query = ''): Promise<string[]> =>
  namesIn(photoPageSchema.parse(await (await organizer.fetch(`/events/${eventId}/photos${query}`)).json()));

test('a camera is shifted for all its photos, which moves them everywhere, and is shifted back', async () => {
  const cameraId = await addCamera();
  await addPhoto('phone.jpg', '2026-06-20T15:00:00+02:00');
  await addPhoto('camera.jpg', '2026-06-20T14:30:00', cameraId);
  await put('/zone', { zone: 'Europe/Berlin' });
  const camera = { id: cameraId, name: 'Canon EOS R5', serial: '0123', photos: 1 };
  expect((await read(organizer.fetch(`/events/${eventId}/cameras`))).cameras).toEqual([
    { ...camera, shift: 0, firstAt: '2026-06-20T14:30:00', lastAt: '2026-06-20T14:30:00' },
  ]);
  expect(await gallery()).toEqual(['camera.jpg', 'phone.jpg']);

  expect((await read(put(`/cameras/${cameraId}/shift`, { shift: 3600 }))).cameras).toEqual([
    { ...camera, shift: 3600, firstAt: '2026-06-20T15:30:00', lastAt: '2026-06-20T15:30:00' },
  ]);
  expect([await gallery(), await gallery(`?cameraId=${cameraId}`)]).toEqual([
    ['phone.jpg', 'camera.jpg'],
    ['camera.jpg'],
  ]);
  const made = await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' } });
  const token = shareSchema.parse(await made.json()).codes[0]?.url.split('/g/')[1] ?? '';
  const seen = await new BrowserJar(gateway.origin).fetch(`/guest/${token}/photos`);
  const guests = guestPhotoPageSchema.parse(await seen.json());
  expect(guests.photos.map(({ fileName, takenAt }) => [fileName, takenAt])).toEqual([
    ['phone.jpg', '2026-06-20T15:00:00+02:00'],
    ['camera.jpg', '2026-06-20T15:30:00'],
  ]);
  zipSchema.parse(await (await organizer.post(`/events/${eventId}/zips`, {})).json());
  const zip = await gateway.database.prisma.zip.findFirstOrThrow({ where: { eventId } });
  expect(zip.photoIds).toEqual(guests.photos.map(({ id }) => id));

  await put(`/cameras/${cameraId}/shift`, { shift: 0 });
  expect(await gallery()).toEqual(['camera.jpg', 'phone.jpg']);
});

test('an event begins in the zone of the browser that made it, or in the server’s', async () => {
  const zoneOf = async (more: { zone?: string }) => {
    eventId = await makeEvent(more);
    return (await read(organizer.fetch(`/events/${eventId}/cameras`))).zone;
  };
  const from = 'organizer';
  const server = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(await zoneOf({ zone: 'Asia/Tokyo' })).toEqual({ name: 'Asia/Tokyo', from });
  expect(await zoneOf({ zone: 'Mars/Olympus' })).toEqual({ name: server, from });
  expect(await zoneOf({})).toEqual({ name: server, from });
});

test('a zone is chosen and given back; one that nobody knows is refused by name', async () => {
  expect((await read(put('/zone', { zone: '+05:45' }))).zone).toEqual({ name: '+05:45', from: 'chosen' });
  const refused = await put('/zone', { zone: 'Mars/Olympus' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Mars/Olympus')]);
  expect((await read(put('/zone', { zone: null }))).zone.from).toBe('organizer');
});
