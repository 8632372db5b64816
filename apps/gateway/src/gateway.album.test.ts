import { albumSchema, albumsSchema } from '@visage/contracts/album.contract';
import { CONSENT_VERSION, guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoCountSchema, photoPageSchema, photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let albumId: string;
const photos: string[] = [];

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
  for (const name of ['ceremony.jpg', 'party.jpg']) {
    const form = new FormData();
    form.append('photos', new Blob([photoBytes(name)]), name);
    const reply = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
    const photoId = photoUploadsSchema.parse(await reply.json()).uploads[0]?.photo?.id ?? '';
    await finishPhoto(gateway, photoId, []);
    photos.push(photoId);
  }
  const albums = new AlbumRepository(gateway.database);
  albumId = (await albums.findOrCreate(eventId, 'Ceremony')).id;
  await albums.addPhotos(albumId, photos.slice(0, 1));
});
afterAll(() => gateway.stop());

test('an organizer sees the albums of the event, how full they are, and the photos of one', async () => {
  const listed = albumsSchema.parse(await (await organizer.fetch(`/events/${eventId}/albums`)).json());
  expect(listed.albums).toEqual([{ id: albumId, name: 'Ceremony', photos: 1 }]);
  const page = await organizer.fetch(`/events/${eventId}/photos?albumId=${albumId}`);
  expect(photoPageSchema.parse(await page.json()).photos.map((photo) => photo.id)).toEqual(
    photos.slice(0, 1),
  );
  const stranger = await gateway.signIn('stranger@example.org');
  expect((await stranger.fetch(`/events/${eventId}/albums`)).status).toBe(404);
});

test('a link for an album shows its photos and gives no byte of another', async () => {
  const response = await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' } });
  const share = shareSchema.parse(await response.json());
  await gateway.database.prisma.share.update({
    where: { id: share.id },
    data: { scope: { kind: 'albums', albumIds: [albumId] } },
  });
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const guest = new BrowserJar(gateway.origin);
  await guest.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: false });
  const shown = guestPhotoPageSchema.parse(await (await guest.fetch(`/guest/${token}/photos`)).json());
  expect(shown.photos.map((photo) => photo.id)).toEqual(photos.slice(0, 1));
  const status = async (photoId: string | undefined) =>
    (await guest.fetch(`/photos/${photoId}/thumbnail`)).status;
  expect([await status(photos[0]), await status(photos[1])]).toEqual([200, 404]);
});

test('albums are made, named, ordered and filled; without one, its photos stay', async () => {
  const albums = `/events/${eventId}/albums`;
  const names = async () =>
    albumsSchema
      .parse(await (await organizer.fetch(albums)).json())
      .albums.map(({ name, photos: full }) => `${name} ${full}`);
  const send = (method: string, path: string, body: object) =>
    organizer.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const made = albumSchema.parse(await (await organizer.post(albums, { name: ' Party ' })).json());
  expect(made).toMatchObject({ name: 'Party', photos: 0 });
  const again = await organizer.post(albums, { name: 'Party' });
  expect([again.status, await again.json()]).toEqual([
    422,
    expect.objectContaining({
      fields: [{ path: 'name', message: 'This event has an album of this name already.' }],
    }),
  ]);
  expect((await send('PATCH', `${albums}/${made.id}`, { name: 'Ceremony' })).status).toBe(422);
  expect((await send('PATCH', `${albums}/${made.id}`, { name: 'Dance' })).status).toBe(204);
  for (const count of [2, 0]) {
    const added = await organizer.post(`${albums}/${made.id}/add`, { photoIds: photos });
    expect(photoCountSchema.parse(await added.json())).toEqual({ photos: count });
  }
  const removed = await organizer.post(`${albums}/${made.id}/remove`, { photoIds: photos.slice(0, 1) });
  expect(photoCountSchema.parse(await removed.json())).toEqual({ photos: 1 });
  expect(await names()).toEqual(['Ceremony 1', 'Dance 1']);
  expect((await send('PUT', `${albums}/order`, { albumIds: [made.id, albumId] })).status).toBe(200);
  expect(await names()).toEqual(['Dance 1', 'Ceremony 1']);
  const foreign = eventSchema.parse(await (await organizer.post('/events', { name: 'Other' })).json()).id;
  expect((await send('DELETE', `/events/${foreign}/albums/${made.id}`, {})).status).toBe(404);
  expect((await organizer.fetch(`${albums}/${made.id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await names()).toEqual(['Ceremony 1']);
  const left = photoPageSchema.parse(await (await organizer.fetch(`/events/${eventId}/photos`)).json());
  expect(left.photos.map((photo) => photo.id)).toEqual(photos);
});
