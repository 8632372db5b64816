import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { eventProgressSchema, eventSchema, eventsSchema } from '@visage/contracts/event.contract';
import { personPageSchema, personSchema } from '@visage/contracts/person.contract';
import {
  photoDetailSchema,
  photoPageSchema,
  photoUploadsSchema,
  type PhotoUpload,
} from '@visage/contracts/photo.contract';
import { queueStatesSchema } from '@visage/contracts/queue.contract';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { EventKeys } from '@visage/host/keys/event.keys';
import { originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { STORE } from '@visage/host/host.token';
import { PhotoFaces } from './photo/photo.faces.js';
import { EventRekey } from './retention/event.rekey.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { FACE_BOX, finishPhoto, makePerson } from './testing/worker.stand-in.js';

const bytesSchema = z.instanceof(Uint8Array);

let gateway: GatewayFixture;
let organizer: Session;
let stranger: Session;
let admin: Session;
let eventId: string;

beforeAll(async () => {
  gateway = await startGateway({ PHOTO_MAX_BYTES: '1000000' });
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  await gateway.addUser('admin@example.org', 'admin');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
  admin = await gateway.signIn('admin@example.org');
  eventId = await makeEvent('Wedding');
});
afterAll(() => gateway.stop());

async function makeEvent(name: string): Promise<string> {
  const response = await organizer.post('/events', { name, date: '2026-06-20' });
  expect(response.status).toBe(201);
  return eventSchema.parse(await response.json()).id;
}

/** How a JPEG begins: nobody looks further here. */
const JPEG = [0xff, 0xd8, 0xff];
const fileOf = (seed: number, size: number): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => JPEG[i] ?? (i * 31 + seed * 7 + (i >> 8)) % 256));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function upload(
  id: string,
  files: [string, Buffer][],
  by: Session = organizer,
): Promise<PhotoUpload[]> {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('photos', new Blob([new Uint8Array(bytes)]), name);
  const response = await by.fetch(`/events/${id}/photos`, { method: 'POST', body: form });
  expect(response.status).toBe(201);
  return photoUploadsSchema.parse(await response.json()).uploads;
}

async function uploadOne(id: string, name: string, bytes: Buffer): Promise<string> {
  return (await upload(id, [[name, bytes]]))[0]?.photo?.id ?? '';
}

describe('uploading', () => {
  test('every file is accounted for: stored, already there, or refused with what to do', async () => {
    const uploads = await upload(eventId, [
      ['a.jpg', fileOf(1, 300_000)],
      ['too big.jpg', fileOf(2, 1_000_001)],
      ['notes.txt', Buffer.from('not a photo')],
      ['empty.jpg', Buffer.alloc(0)],
      ['a.jpg', fileOf(3, 500)],
    ]);
    expect(uploads.map((one) => [one.fileName, one.outcome])).toEqual([
      ['a.jpg', 'stored'],
      ['too big.jpg', 'refused'],
      ['notes.txt', 'refused'],
      ['empty.jpg', 'refused'],
      ['a.jpg', 'stored'],
    ]);
    expect(uploads[1]?.reason).toContain('MB');
    expect(uploads.slice(2, 4).map(({ reason }) => reason?.split(/[,.(]/)[0]?.trim())).toEqual([
      'This is a text',
      'This is an empty file',
    ]);
    const again = await upload(eventId, [['copy.jpg', fileOf(1, 300_000)]]);
    expect(again).toMatchObject([{ outcome: 'duplicate', photo: { id: uploads[0]?.photo?.id } }]);
    expect(again[0]?.reason).toContain('a.jpg');
    const progress = eventProgressSchema.parse(
      await (await organizer.fetch(`/events/${eventId}/progress`)).json(),
    );
    expect(progress).toMatchObject({ photos: 2, pending: 2 });
    const { queues } = queueStatesSchema.parse(await (await admin.fetch('/admin/queues')).json());
    expect(
      queues.find(({ name }) => name === 'ingest')?.waiting,
      'each stored photo is looked at, once',
    ).toBe(2);
  });

  test('two uploads of one photo at the same moment make one photo', async () => {
    const id = await makeEvent('Race');
    const file = fileOf(9, 200_000);
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, i) => upload(id, [[`${i}.jpg`, file]])));
    expect(
      outcomes
        .flat()
        .map((one) => one.outcome)
        .sort(),
    ).toEqual(['duplicate', 'duplicate', 'duplicate', 'duplicate', 'stored']);
    expect(new Set(outcomes.flat().map((one) => one.photo?.id)).size).toBe(1);
  });

  test('a photo whose original is lost or damaged is whole again once the form sent it again', async () => {
    const id = await makeEvent('Healed');
    const file = fileOf(11, 20_000);
    const photoId = await uploadOne(id, 'a.jpg', file);
    const store = gateway.app.get<ObjectStore>(STORE);
    const key = originalKey(id, sha256(file));
    for (const damage of [
      () => store.delete(key),
      async () => void (await store.put(key, fileOf(12, 20_000))),
    ]) {
      await damage();
      expect(await upload(id, [['again.jpg', file]])).toMatchObject([
        { outcome: 'duplicate', photo: { id: photoId, fileName: 'a.jpg' } },
      ]);
      const original = await organizer.fetch(`/photos/${photoId}/original`);
      expect(sha256(new Uint8Array(await original.arrayBuffer()))).toBe(sha256(file));
    }
  });

  test('nothing is left behind of refused files', async () => {
    const id = await makeEvent('Clean');
    await upload(id, [['too big.jpg', fileOf(2, 2_000_000)]]);
    const keys = [];
    for await (const { key } of gateway.app.get<ObjectStore>(STORE).list(`events/${id}/`)) keys.push(key);
    expect(keys).toEqual([]);
  });
});

describe('originals', () => {
  test('come back bit for bit, in parts too, under any name', async () => {
    const bytes = fileOf(4, 100_000);
    const id = await uploadOne(eventId, 'Zoë "1".jpg', bytes);
    const whole = await organizer.fetch(`/photos/${id}/original`);
    expect(sha256(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256(bytes));
    expect(whole.headers.get('content-disposition')).toContain("filename*=UTF-8''Zo%C3%AB%20%221%22.jpg");
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('cache-control')).toContain('private');
    const etag = whole.headers.get('etag') ?? '';
    const part = await organizer.fetch(`/photos/${id}/original`, {
      headers: { range: 'bytes=10-19', 'if-range': etag },
    });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/100000']);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const past = await organizer.fetch(`/photos/${id}/original`, { headers: { range: 'bytes=100000-' } });
    expect([past.status, past.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
    expect(
      (await organizer.fetch(`/photos/${id}/original`, { headers: { 'if-none-match': etag } })).status,
    ).toBe(304);
    const head = await organizer.fetch(`/photos/${id}/original`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '100000', '']);
  });
});

describe('a photo that is ready', () => {
  test('has previews, faces with crops, and people who can be named', async () => {
    const id = await makeEvent('Ready');
    const photoId = await uploadOne(id, 'a.jpg', fileOf(5, 1000));
    expect((await organizer.fetch(`/photos/${photoId}/preview`)).status).toBe(404);
    const personId = await makePerson(gateway, id);
    const [faceId = ''] = await finishPhoto(gateway, photoId, [
      { k: 1, personId },
      { k: 2, personId: null },
    ]);

    const preview = await organizer.fetch(`/photos/${photoId}/preview`);
    expect([preview.status, preview.headers.get('content-type'), await preview.text()]).toEqual([
      200,
      'image/webp',
      'preview of a.jpg',
    ]);
    expect(await (await organizer.fetch(`/photos/${photoId}/thumbnail`)).text()).toBe('thumbnail of a.jpg');
    expect((await organizer.fetch(`/photos/${photoId}/original`)).headers.get('content-type')).toBe(
      'image/jpeg',
    );
    expect(await (await organizer.fetch(`/faces/${faceId}/crop`)).text()).toBe('crop 1');

    const detail = photoDetailSchema.parse(await (await organizer.fetch(`/photos/${photoId}`)).json());
    expect(detail.faces.map((face) => face.personId).sort()).toEqual([personId, null].sort());
    const { people } = personPageSchema.parse(await (await organizer.fetch(`/events/${id}/people`)).json());
    expect(people).toMatchObject([{ id: personId, name: null, photos: 1, faces: 1 }]);
    const rename = (name: string | null) =>
      organizer.fetch(`/people/${personId}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      });
    expect(personSchema.parse(await (await rename(' Ann ')).json()).name).toBe('Ann');
    expect(personSchema.parse(await (await rename('')).json()).name).toBeNull();
    const listed = photoPageSchema.parse(
      await (await organizer.fetch(`/events/${id}/photos?personId=${personId}&state=ready`)).json(),
    );
    expect(listed.photos.map((photo) => photo.id)).toEqual([photoId]);
  });

  test('is shown without a face whose place is damaged, and looked at anew; all else of it is there', async () => {
    const photoId = await uploadOne(eventId, 'damaged.jpg', fileOf(41, 2000));
    const [whole, damaged] = await finishPhoto(gateway, photoId, [
      { k: 1, personId: null },
      { k: 2, personId: null },
    ]);
    const { prisma } = gateway.database;
    await prisma.face.update({ where: { id: damaged ?? '' }, data: { place: Buffer.alloc(61, 1) } });
    const detail = photoDetailSchema.parse(await (await organizer.fetch(`/photos/${photoId}`)).json());
    expect(detail).toMatchObject({ state: 'ready', faces: [{ id: whole, box: FACE_BOX }] });
    expect(await prisma.photo.findUnique({ where: { id: photoId } })).toMatchObject({
      detectVersion: 'anew',
    });
  });

  test('shows its faces also where the event got another key since the photo was read, and nobody calls them damaged', async () => {
    const photoId = await uploadOne(eventId, 'rekeyed.jpg', fileOf(42, 2000));
    const [faceId] = await finishPhoto(gateway, photoId, [{ k: 1, personId: null }]);
    const read = await new PhotoListing(gateway.database).find(photoId);
    if (!read) throw new Error('the photo is gone');
    expect(await gateway.app.get(EventRekey).replace(eventId)).toBe(true);
    const faces = await gateway.app.get(PhotoFaces).of(read);
    expect(faces).toMatchObject([{ id: faceId, box: FACE_BOX }]);
    const { detectVersion } = await gateway.database.prisma.photo.findUniqueOrThrow({
      where: { id: photoId },
    });
    expect(detectVersion).toBe('1');
  });

  test('belongs to its organizer and the administrators only', async () => {
    const id = await makeEvent('Private');
    const photoId = await uploadOne(id, 'a.jpg', fileOf(6, 1000));
    const personId = await makePerson(gateway, id);
    const [faceId = ''] = await finishPhoto(gateway, photoId, [{ k: 1, personId }]);
    const paths = [
      `/events/${id}`,
      `/events/${id}/photos`,
      `/events/${id}/people`,
      `/events/${id}/progress`,
      `/events/${id}/shares`,
      `/photos/${photoId}`,
      `/photos/${photoId}/thumbnail`,
      `/photos/${photoId}/preview`,
      `/photos/${photoId}/original`,
      `/faces/${faceId}/crop`,
      `/people/${personId}`,
    ];
    for (const path of paths) {
      expect([path, (await organizer.fetch(path)).status]).toEqual([path, 200]);
      expect([path, (await admin.fetch(path)).status]).toEqual([path, 200]);
      expect([path, (await stranger.fetch(path)).status]).toEqual([path, 404]);
      expect([path, (await fetch(gateway.api + path)).status]).toEqual([path, 401]);
    }
    const events = async (by: Session) =>
      eventsSchema.parse(await (await by.fetch('/events')).json()).events.map((event) => event.id);
    expect(await events(stranger)).toEqual([]);
    expect(await events(admin)).toContain(id);
    expect((await stranger.fetch(`/events/${id}`, { method: 'DELETE' })).status).toBe(404);
  });
});

test('a failed photo can be tried again, another one cannot', async () => {
  const id = await makeEvent('Retry');
  const photoId = await uploadOne(id, 'a.jpg', fileOf(7, 1000));
  const retry = () => organizer.fetch(`/photos/${photoId}/retry`, { method: 'POST' });
  expect((await retry()).status).toBe(409);
  await gateway.database.prisma.photo.update({
    where: { id: photoId },
    data: { failedAt: new Date(), errorCode: 'timeout', errorReason: 'It took too long.' },
  });
  const failed = photoPageSchema.parse(
    await (await organizer.fetch(`/events/${id}/photos?state=failed`)).json(),
  );
  expect(failed.photos).toMatchObject([
    { state: 'failed', error: { code: 'timeout', reason: 'It took too long.' } },
  ]);
  const again = await retry();
  expect([again.status, await again.json()]).toMatchObject([
    202,
    { id: photoId, state: 'received', error: null },
  ]);
});

test('progress is told while it happens', async () => {
  const id = await makeEvent('Live');
  const stop = new AbortController();
  const response = await organizer.fetch(`/events/${id}/progress/stream`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const heard: number[] = [];
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const chunk of response.body ?? []) {
      for (const [, data] of decoder.decode(bytesSchema.parse(chunk)).matchAll(/^data: (\{.*)$/gm))
        heard.push(eventProgressSchema.parse(JSON.parse(data ?? '')).photos);
      if (heard.includes(1)) return;
    }
  })();
  await uploadOne(id, 'a.jpg', fileOf(8, 1000));
  await reading;
  stop.abort();
  expect(heard.at(-1)).toBe(1);
});

test('an erased event is gone for everybody, its files and its key included', async () => {
  const id = await makeEvent('Erase');
  const photoId = await uploadOne(id, 'a.jpg', fileOf(10, 1000));
  await finishPhoto(gateway, photoId, [{ k: 1, personId: null }]);
  expect((await organizer.fetch(`/events/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await organizer.fetch(`/trash/events/${id}`, { method: 'DELETE' })).status).toBe(200);
  for (const path of [`/events/${id}`, `/photos/${photoId}`, `/photos/${photoId}/original`]) {
    expect((await organizer.fetch(path)).status).toBe(404);
  }
  const left = [];
  for await (const { key } of gateway.app.get<ObjectStore>(STORE).list(`events/${id}/`)) left.push(key);
  expect(left).toEqual([]);
  expect(await gateway.database.prisma.photo.count({ where: { eventId: id } })).toBe(0);
  expect(await gateway.app.get(EventKeys).open(id)).toBeNull();
  expect(await readdir(gateway.env.KEY_STORE)).not.toContain(`${id}.key`);
});
