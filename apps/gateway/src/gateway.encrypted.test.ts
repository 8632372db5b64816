import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoPageSchema, photoUploadsSchema, type Photo } from '@visage/contracts/photo.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { STORE } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import { diskPathOf } from '@visage/storage/disk.path';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { originalKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway } from './gateway.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { locationOf, sha256Of, TusClient } from './testing/tus.client.js';
import { finishPhoto } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let organizer: Session;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
});
afterAll(() => gateway.stop());

async function makeEvent(encrypted?: boolean): Promise<string> {
  const made = eventSchema.parse(
    await (await organizer.post('/events', { name: 'Wedding', encrypted })).json(),
  );
  expect(made.encrypted).toBe(encrypted ?? false);
  const path = `/events/${made.id}`;
  expect(eventSchema.parse(await (await organizer.fetch(path)).json()).encrypted).toBe(encrypted ?? false);
  return made.id;
}

/** Not a photo further than its first bytes, which is where the gateway stops to look. */
function photoOf(bytes: number): Uint8Array<ArrayBuffer> {
  const photo = new Uint8Array(randomBytes(bytes));
  photo.set([0xff, 0xd8, 0xff]);
  return photo;
}

const tusOf = (eventId: string, by = organizer): TusClient =>
  new TusClient((path, init) => by.fetch(path, init), `/events/${eventId}/uploads`);

async function photosOf(eventId: string): Promise<Photo[]> {
  return photoPageSchema.parse(await (await organizer.fetch(`/events/${eventId}/photos`)).json()).photos;
}

async function sendForm(eventId: string, photo: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([photo]), 'a.jpg');
  const answer = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await answer.json()).uploads[0]?.photo?.id ?? '';
}

/** Files of the storage in which some bytes of it can be read. */
async function readableIn(photo: Uint8Array): Promise<string[]> {
  const root = gateway.env.STORAGE_DIR ?? '';
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const kept = await readFile(join(entry.parentPath, entry.name));
    for (let at = 0; at + 24 <= photo.length; at += 997)
      if (kept.includes(Buffer.from(photo.subarray(at, at + 24))))
        found.push(join(entry.parentPath, entry.name));
  }
  return found;
}

async function bytesAt(path: string, range?: string): Promise<Buffer> {
  const answer = await organizer.fetch(path, range ? { headers: { range } } : {});
  expect(answer.status).toBe(range ? 206 : 200);
  return Buffer.from(await answer.arrayBuffer());
}

test('of an encrypted event no photo can be read in the storage, neither while it arrives nor later, however it arrives', async () => {
  const eventId = await makeEvent(true);
  const [tus, photo] = [tusOf(eventId), photoOf(400_000)];
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes: photo }));
  const cuts = [0, 5, 4_090, 100_003, 262_144, photo.length];
  for (const [n, to] of cuts.entries()) {
    if (n === 0) continue;
    expect((await tus.send(location, photo, cuts[n - 1] ?? 0, to)).status).toBe(204);
    expect(await readableIn(photo)).toEqual([]);
  }
  const other = photoOf(70_000);
  await sendForm(eventId, other);
  expect(await readableIn(other)).toEqual([]);
  expect((await photosOf(eventId)).map(({ sha256 }) => sha256).sort()).toEqual(
    [photo, other].map(sha256Of).sort(),
  );
  // the same look finds those of an event that does not encrypt its photos
  const open = await makeEvent();
  await sendForm(open, photoOf(70_000));
  const plain = photoOf(70_000);
  expect((await tusOf(open).sendWhole({ name: 'b.jpg', bytes: plain })).status).toBe(204);
  expect((await readableIn(plain)).length).toBeGreaterThan(0);
});

test('an upload that is given up in the middle leaves nothing', async () => {
  const eventId = await makeEvent(true);
  const [tus, photo] = [tusOf(eventId), photoOf(300_000)];
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes: photo }));
  expect((await tus.send(location, photo, 0, 200_000)).status).toBe(204);
  expect((await tus.ask(location)).headers.get('upload-offset')).toBe('200000');
  expect((await tus.giveUp(location)).ok).toBe(true);
  const left = await readdir(join(gateway.env.STORAGE_DIR ?? '', 'events', eventId, 'uploads')).catch(
    () => [],
  );
  expect(left).toEqual([]);
});

test('an upload that goes on at a gateway which was started anew arrives whole', async () => {
  const eventId = await makeEvent(true);
  const [tus, photo] = [tusOf(eventId), photoOf(300_000)];
  const location = locationOf(await tus.begin({ name: 'a.jpg', bytes: photo }));
  expect((await tus.send(location, photo, 0, 100_001)).status).toBe(204);
  const other = await createGateway(gateway.env);
  await other.listen(0, '127.0.0.1');
  const { port } = other.getHttpServer().address() as AddressInfo;
  const there = new TusClient(
    (path, init) =>
      fetch(`http://127.0.0.1:${port}/api${path}`, {
        ...init,
        headers: { ...(init.headers as object), authorization: `Bearer ${organizer.token}` },
      }),
    '',
  );
  expect((await there.send(location, photo, 100_001)).status).toBe(204);
  await other.close();
  const [stored] = await photosOf(eventId);
  expect(stored?.sha256).toBe(sha256Of(photo));
  expect((await bytesAt(`/photos/${stored?.id}/original`)).equals(photo)).toBe(true);
  expect(await readableIn(photo)).toEqual([]);
});

test('an encrypted photo is downloaded bit for bit, in any part, and within a resumed archive', async () => {
  const eventId = await makeEvent(true);
  const photo = photoOf(200_000);
  const id = await sendForm(eventId, photo);
  await finishPhoto(gateway, id, []);
  const path = `/photos/${id}/original`;
  expect((await bytesAt(path)).equals(photo)).toBe(true);
  for (const [start, end] of [
    [0, 0],
    [65_535, 65_536],
    [65_536, 131_071],
    [131_000, 199_999],
  ] as const)
    expect(
      (await bytesAt(path, `bytes=${start}-${end}`)).equals(photo.subarray(start, end + 1)),
      `${start}`,
    ).toBe(true);
  expect((await bytesAt(`/photos/${id}/preview`)).toString()).toBe('preview of a.jpg');
  const preview = await gateway.app
    .get<{ plain: ObjectStore }>(STORE)
    .plain.get(previewKey(eventId, id, 'preview', 1));
  expect((await preview.stream.toArray()).join('')).not.toContain('preview of');

  const zip = zipSchema.parse(await (await organizer.post(`/events/${eventId}/zips`, {})).json());
  const address = zip.url.replace(/^\/api/, '');
  const whole = await bytesAt(address);
  expect(whole.includes(Buffer.from(photo))).toBe(true);
  expect((await bytesAt(address, 'bytes=90000-')).equals(whole.subarray(90_000))).toBe(true);
});

test('an encrypted original that is damaged on the disk is not taken for the photo, and heals when it is sent again', async () => {
  const eventId = await makeEvent(true);
  const photo = photoOf(150_000);
  const id = await sendForm(eventId, photo);
  const path = diskPathOf(gateway.env.STORAGE_DIR ?? '', originalKey(eventId, sha256Of(photo)));
  const kept = await readFile(path);
  await writeFile(path, kept.fill(7, 100_000, 100_010));
  await expect(bytesAt(`/photos/${id}/original`)).rejects.toThrow();
  expect((await tusOf(eventId).sendWhole({ name: 'a.jpg', bytes: photo })).status).toBe(204);
  expect((await bytesAt(`/photos/${id}/original`)).equals(photo)).toBe(true);
  expect(await photosOf(eventId)).toHaveLength(1);
});

test('once an encrypted event is erased nothing of it is there, and what a late worker writes is not stored', async () => {
  const eventId = await makeEvent(true);
  const id = await sendForm(eventId, photoOf(70_000));
  const sealed = await gateway.database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  expect(sealed.photoKey).not.toBeNull();
  await organizer.fetch(`/events/${eventId}`, { method: 'DELETE' });
  const erased = await organizer.fetch(`/trash/events/${eventId}`, { method: 'DELETE' });
  expect(erased.ok).toBe(true);
  expect(await gateway.app.get(EventKeys).open(eventId)).toBeNull();
  expect(
    (await gateway.database.prisma.event.findUniqueOrThrow({ where: { id: eventId } })).photoKey,
  ).toBeNull();
  const late = gateway.app.get<ObjectStore>(STORE).put(previewKey(eventId, id, 'preview', 1), photoOf(10));
  await expect(late).rejects.toBeInstanceOf(ObjectNotFoundError);
  expect((await readdir(gateway.env.STORAGE_DIR ?? '', { recursive: true })).join('\n')).not.toContain(
    eventId,
  );
});
