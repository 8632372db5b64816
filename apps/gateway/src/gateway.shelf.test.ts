import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventSchema, eventsSchema } from '@visage/contracts/event.contract';
import { guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import { personPageSchema } from '@visage/contracts/person.contract';
import { photoDetailSchema, photoPageSchema, type Photo } from '@visage/contracts/photo.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { trashedEventsSchema } from '@visage/contracts/trash.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { FaceRepository } from '@visage/database/face/face.repository';
import { EventKeys } from '@visage/host/keys/event.keys';
import { rawFile } from '@visage/vision/testing/raw.file';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventErase } from './event/event.erase.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { PhotoErase } from './photo/photo.erase.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { locationOf, TusClient } from './testing/tus.client.js';
import { readZip } from './testing/zip.reader.js';
import { finishPhoto, makePerson, placesIn } from './testing/worker.stand-in.js';
import { TrashService } from './trash/trash.service.js';

let gateway: GatewayFixture;
let organizer: Session;
let stranger: Session;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
});
afterAll(() => gateway.stop());

/** The first bytes of a JPEG, then something that makes it different from others. */
const jpeg = (seed: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Buffer.from(`photo ${seed}`)]);

async function makeEvent(): Promise<string> {
  return eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
}

async function send(eventId: string, name: string): Promise<string> {
  const tus = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
  expect((await tus.sendWhole({ name, bytes: jpeg(name) })).status).toBe(204);
  const photo = (await list(eventId)).find((one) => one.fileName === name);
  await finishPhoto(gateway, photo?.id ?? '', []);
  return photo?.id ?? '';
}

async function list(eventId: string, query = ''): Promise<Photo[]> {
  const response = await organizer.fetch(`/events/${eventId}/photos${query}`);
  return photoPageSchema.parse(await response.json()).photos;
}

async function link(eventId: string, draft: Partial<ShareCreate> = {}): Promise<string> {
  const response = await organizer.post(`/events/${eventId}/shares`, {
    scope: { kind: 'gallery' },
    ...draft,
  });
  return shareSchema.parse(await response.json()).codes[0]?.url.split('/g/')[1] ?? '';
}

const select = (eventId: string, what: string, photoIds: string[], by = organizer): Promise<Response> =>
  by.post(`/events/${eventId}/photos/${what}`, { photoIds });
const rights = {
  view: true,
  selfie: true,
  preview: true,
  original: true,
  zip: true,
  upload: true,
  metadata: false,
};

async function shownTo(browser: BrowserJar, token: string): Promise<string[]> {
  const page = guestPhotoPageSchema.parse(await (await browser.fetch(`/guest/${token}/photos`)).json());
  return page.photos.map((photo) => photo.fileName);
}

describe('photos of guests', () => {
  test('come by a link that allows it, under a name, and are photos', async () => {
    const eventId = await makeEvent();
    const browser = new BrowserJar(gateway.origin);
    const closed = await link(eventId);
    const open = await link(eventId, { rights });
    const by = (token: string) =>
      new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    expect((await by(closed).begin({ name: 'a.jpg', bytes: jpeg('a') })).status).toBe(403);
    expect((await by(open).begin({ name: 'a.jpg', bytes: jpeg('a') })).status).toBe(403); // nobody yet
    await browser.post(`/guest/${open}/join`, {});
    expect((await by(open).begin({ name: 'a.jpg', bytes: jpeg('a') })).status).toBe(422); // nameless
    await browser.post(`/guest/${open}/join`, { name: 'Uncle Boris' });
    const program = await by(open).sendWhole({
      name: 'a.jpg',
      bytes: new Uint8Array(Buffer.from('#!/bin/sh')),
    });
    expect([program.status, await program.text()]).toEqual([422, expect.stringContaining('not an image')]);
    expect(
      (await by(open).sendWhole({ name: 'a.jpg', bytes: jpeg('a') })).headers.get('upload-outcome'),
    ).toBe('stored');
    expect(await list(eventId, '?shelf=held')).toMatchObject([{ guestName: 'Uncle Boris', held: true }]);
  });

  test('a link that is closed in the middle takes nothing more', async () => {
    const eventId = await makeEvent();
    const browser = new BrowserJar(gateway.origin);
    const made = shareSchema.parse(
      await (
        await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' }, rights })
      ).json(),
    );
    const token = made.codes[0]?.url.split('/g/')[1] ?? '';
    await browser.post(`/guest/${token}/join`, { name: 'Boris' });
    const tus = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    const location = locationOf(await tus.begin({ name: 'a.jpg', bytes: jpeg('b') }));
    expect((await tus.ask(location)).status).toBe(200);
    const other = new BrowserJar(gateway.origin);
    await other.post(`/guest/${token}/join`, { name: 'Not Boris' });
    const theirs = new TusClient((path, init) => other.fetch(path, init), `/guest/${token}/uploads`);
    expect((await theirs.ask(location)).status).toBe(404);
    await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' });
    expect((await tus.send(location, jpeg('b'), 0)).status).toBe(410);
    expect(await list(eventId)).toEqual([]);
  });

  test('a photo that waits is invisible to guests everywhere until it is approved, and refused ones lie in the trash', async () => {
    const eventId = await makeEvent();
    await organizer.fetch(`/events/${eventId}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ holdPhotos: true }),
    });
    const [good, bad] = [await send(eventId, 'good.jpg'), await send(eventId, 'bad.jpg')];
    const ann = await makePerson(gateway, eventId);
    const [face = ''] = await finishPhoto(gateway, good, [{ k: 1, personId: ann }]);
    const browser = new BrowserJar(gateway.origin);
    const token = await link(eventId, { rights });
    const ofAnn = await link(eventId, { rights, scope: { kind: 'person', personId: ann } });
    for (const one of [token, ofAnn]) expect(await shownTo(browser, one)).toEqual([]);
    const bytes = [
      `/photos/${good}/thumbnail`,
      `/photos/${good}/preview`,
      `/photos/${good}/original`,
      `/faces/${face}/crop`,
    ];
    for (const path of bytes) expect([path, (await browser.fetch(path)).status]).toEqual([path, 404]);
    expect((await browser.post(`/guest/${token}/zips`, {})).status).toBe(409);

    expect((await select(eventId, 'approve', [good], stranger)).status).toBe(404);
    expect(await (await select(eventId, 'approve', [good])).json()).toEqual({ photos: 1 });
    expect(await (await select(eventId, 'refuse', [good, bad])).json()).toEqual({ photos: 1 });
    for (const one of [token, ofAnn]) expect(await shownTo(browser, one)).toEqual(['good.jpg']);
    for (const path of bytes) expect([path, (await browser.fetch(path)).status]).toEqual([path, 200]);
    expect((await list(eventId, '?shelf=trash')).map((photo) => photo.fileName)).toEqual(['bad.jpg']);
  });
});

describe('the trash', () => {
  test('a deleted photo is gone for everybody, comes back whole, and is removed for good with everything of it', async () => {
    const eventId = await makeEvent();
    const id = await send(eventId, 'a.jpg');
    const ann = await makePerson(gateway, eventId);
    await finishPhoto(gateway, id, [{ k: 1, personId: ann }]);
    const browser = new BrowserJar(gateway.origin);
    const token = await link(eventId, { rights });
    expect(await shownTo(browser, token)).toEqual(['a.jpg']);
    const people = async () =>
      personPageSchema.parse(await (await organizer.fetch(`/events/${eventId}/people`)).json()).people;

    await select(eventId, 'trash', [id]);
    expect([await list(eventId), await shownTo(browser, token), await people()]).toEqual([[], [], []]);
    for (const session of [organizer, browser])
      expect((await session.fetch(`/photos/${id}/original`)).status).toBe(404);
    const small = (by: { fetch(path: string): Promise<Response> }) => by.fetch(`/photos/${id}/thumbnail`);
    expect([
      (await small(organizer)).status,
      (await small(browser)).status,
      (await small(stranger)).status,
    ]).toEqual([200, 404, 404]);
    await select(eventId, 'restore', [id]);
    expect(await shownTo(browser, token)).toEqual(['a.jpg']);
    expect(await people()).toMatchObject([{ id: ann, photos: 1 }]);

    await select(eventId, 'trash', [id]);
    expect(await (await select(eventId, 'restore', [id], stranger)).json()).toMatchObject({ status: 404 });
    const days = (n: number) => new Date(Date.now() - n * 86_400_000);
    const age = (n: number) =>
      gateway.database.prisma.photo.update({ where: { id }, data: { deletedAt: days(n) } });
    await age(29);
    await gateway.app.get(PhotoErase, { strict: false }).sweep();
    expect(await list(eventId, '?shelf=trash')).toHaveLength(1);
    await age(31);
    await gateway.app.get(PhotoErase, { strict: false }).sweep();
    expect(await list(eventId, '?shelf=trash')).toEqual([]);
    expect(await gateway.database.prisma.face.count({ where: { eventId } })).toBe(0);
    expect(await filesOf(eventId)).toEqual([]);
  });

  test('removes at once what was erased by hand: its original, its previews, every picture of its faces; and nothing else', async () => {
    const eventId = await makeEvent();
    const [erased, kept] = [await send(eventId, 'erased.jpg'), await send(eventId, 'kept.jpg')];
    const ann = await makePerson(gateway, eventId);
    const facesOfErased = await finishPhoto(gateway, erased, [
      { k: 1, personId: ann },
      { k: 2, personId: null },
    ]);
    const facesOfKept = await finishPhoto(gateway, kept, [{ k: 1, personId: ann }]);
    const whole = await filesOf(eventId);
    expect(whole).toHaveLength(2 * 3 + 2 * 3); // originals and previews, and two pictures of each face

    expect(
      await (await select(eventId, 'erase', [erased, kept])).json(),
      'neither lies in the trash',
    ).toEqual({ photos: 0, receipt: null });
    expect((await filesOf(eventId)).toSorted()).toEqual(whole.toSorted());
    await select(eventId, 'trash', [erased]);
    expect((await select(eventId, 'erase', [erased], stranger)).status).toBe(404);
    expect(await (await select(eventId, 'erase', [erased, kept])).json()).toMatchObject({ photos: 1 });
    const left = await filesOf(eventId);
    expect(left).toHaveLength(3 + 2);
    for (const face of facesOfErased) expect(left.filter((name) => name.includes(face))).toEqual([]);
    for (const face of facesOfKept) expect(left.filter((name) => name.includes(face))).toHaveLength(2);
    expect((await list(eventId)).map(({ id }) => id)).toEqual([kept]);
  });

  test('tells who erases by hand of their own photos alone, also where those of another event are due', async () => {
    const eventId = await makeEvent();
    const id = await send(eventId, 'a.jpg');
    await select(eventId, 'trash', [id]);
    const theirs = await send(await makeEvent(), 'theirs.jpg');
    await gateway.database.prisma.photo.update({
      where: { id: theirs },
      data: { deletedAt: new Date(Date.now() - 31 * 86_400_000) },
    });
    expect(await (await select(eventId, 'erase', [id])).json()).toMatchObject({ photos: 1 });
  });

  test('sending a photo again brings it back; a guest brings back nothing', async () => {
    const eventId = await makeEvent();
    const id = await send(eventId, 'a.jpg');
    await select(eventId, 'trash', [id]);
    const browser = new BrowserJar(gateway.origin);
    const token = await link(eventId, { rights });
    await browser.post(`/guest/${token}/join`, { name: 'Boris' });
    const guest = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    expect((await guest.sendWhole({ name: 'a.jpg', bytes: jpeg('a.jpg') })).status).toBe(409);
    const unsaid = await guest.sendWhole({ name: 'a.jpg', bytes: jpeg('a.jpg'), sha256: null });
    expect(unsaid.headers.get('upload-outcome')).toBe('duplicate');
    expect(await list(eventId)).toEqual([]);
    const own = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
    expect((await own.begin({ name: 'a.jpg', bytes: jpeg('a.jpg') })).status).toBe(409);
    expect(await list(eventId)).toMatchObject([{ id }]);
  });

  test('a deleted event closes its links, comes back whole, and is erased after its time', async () => {
    const eventId = await makeEvent();
    const id = await send(eventId, 'a.jpg');
    const browser = new BrowserJar(gateway.origin);
    const token = await link(eventId, { rights });
    await shownTo(browser, token);
    await organizer.fetch(`/events/${eventId}`, { method: 'DELETE' });
    expect((await browser.fetch(`/guest/${token}`)).status).toBe(404);
    for (const session of [organizer, browser])
      expect((await session.fetch(`/photos/${id}/original`)).status).toBe(404);
    const events = async () =>
      eventsSchema.parse(await (await organizer.fetch('/events')).json()).events.map((e) => e.id);
    expect(await events()).not.toContain(eventId);
    const bin = trashedEventsSchema.parse(await (await organizer.fetch('/trash/events')).json());
    expect(bin.events).toMatchObject([{ id: eventId, name: 'Wedding', photos: 1 }]);
    expect(trashedEventsSchema.parse(await (await stranger.fetch('/trash/events')).json()).events).toEqual(
      [],
    );
    expect((await stranger.post(`/trash/events/${eventId}/restore`, {})).status).toBe(404);
    expect((await organizer.post(`/trash/events/${eventId}/restore`, {})).status).toBe(204);
    expect(await shownTo(browser, token)).toEqual(['a.jpg']);

    await organizer.fetch(`/events/${eventId}`, { method: 'DELETE' });
    await gateway.database.prisma.event.update({
      where: { id: eventId },
      data: { deletedAt: new Date(Date.now() - 31 * 86_400_000) },
    });
    await gateway.app.get(TrashService, { strict: false }).sweep();
    const row = await gateway.database.prisma.event.findUniqueOrThrow({ where: { id: eventId } });
    expect([await gateway.app.get(EventKeys).open(eventId), row.name, await filesOf(eventId)]).toEqual([
      null,
      '',
      [],
    ]);
    expect((await organizer.post(`/trash/events/${eventId}/restore`, {})).status).toBe(404);
  });

  test('the photos of an erased event, and its faces in memory, go even while its key cannot', async () => {
    const eventId = await makeEvent();
    const faces = gateway.app.get(FaceIndexCache, { strict: false });
    const facts = await new EventListing(gateway.database).facts(eventId);
    if (!facts) throw new Error('there is no such event');
    await faces.search(facts, { probe: Float32Array.of(1, 0, 0, 0), threshold: 1, dimensions: 4 });
    expect(faces.holds(eventId)).toBe(true);
    await send(eventId, 'a.jpg');
    await organizer.fetch(`/events/${eventId}`, { method: 'DELETE' });
    const key = join(gateway.env.KEY_STORE, `${eventId}.key`);
    await rm(key);
    await mkdir(key); // can be neither read nor overwritten
    expect((await organizer.fetch(`/trash/events/${eventId}`, { method: 'DELETE' })).status).toBe(500);
    expect(faces.holds(eventId)).toBe(false);
    await gateway.app.get(EventErase, { strict: false }).sweep();
    expect(await filesOf(eventId)).toEqual([]);
    await rmdir(key);
  });
});

async function filesOf(eventId: string): Promise<string[]> {
  const folder = join(gateway.env.STORAGE_DIR ?? '', 'events', eventId);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

describe('a RAW beside its JPEG', () => {
  /** As the detector leaves it. */
  async function look(photoId: string, format: string): Promise<void> {
    const { eventId, sha256, md5, crc32 } = await gateway.database.prisma.photo.findUniqueOrThrow({
      where: { id: photoId },
    });
    const blanks = { patches: [], sha256, md5, crc32: Number(crc32) };
    const metadata = { format, orientation: 1, takenAt: '2026-06-20T15:04:05', blanks };
    await new FaceRepository(gateway.database).replaceFaces({
      ...{ photoId, version: 'd', faces: [], places: await placesIn(gateway, eventId) },
      ingested: { version: 1, width: 600, height: 400, metadata },
    });
    const { count } = await gateway.database.prisma.photo.updateMany({
      where: { id: photoId, rawOf: null },
      data: { embeddedAt: new Date(), embedVersion: 'e' },
    });
    expect(count).toBe(format === 'raw' ? 0 : 1);
  }

  test('is one photo with it: the organizer has both files, guests have the JPEG', async () => {
    const eventId = await makeEvent();
    const tus = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
    const files = { 'DSC_0001.JPG': jpeg('pair'), 'DSC_0001.NEF': new Uint8Array(rawFile(jpeg('pair'))) };
    for (const [name, bytes] of Object.entries(files))
      expect((await tus.sendWhole({ name, bytes, album: '100NIKON' })).status).toBe(204);
    const rows = await gateway.database.prisma.photo.findMany({
      where: { eventId },
      orderBy: { fileName: 'asc' },
    });
    const [jpegId = '', rawId = ''] = rows.map(({ id }) => id);
    await look(jpegId, 'jpeg');
    await look(rawId, 'raw');

    expect((await list(eventId)).map(({ fileName }) => fileName)).toEqual(['DSC_0001.JPG']);
    const detail = photoDetailSchema.parse(await (await organizer.fetch(`/photos/${jpegId}`)).json());
    expect(detail.raws).toMatchObject([
      { id: rawId, fileName: 'DSC_0001.NEF', bytes: files['DSC_0001.NEF'].length },
    ]);
    const raw = await organizer.fetch(`/photos/${rawId}/original`);
    expect(raw.headers.get('content-disposition')).toContain('DSC_0001.NEF');
    expect(Buffer.from(await raw.arrayBuffer()).equals(files['DSC_0001.NEF'])).toBe(true);
    const progress = await (await organizer.fetch(`/events/${eventId}/progress`)).json();
    expect(progress).toMatchObject({ photos: 1 });

    const namesIn = async (
      path: string,
      by: { fetch(path: string, init?: RequestInit): Promise<Response> },
    ) => {
      const headers = { 'content-type': 'application/json' };
      const zip = zipSchema.parse(
        await (await by.fetch(path, { method: 'POST', headers, body: '{}' })).json(),
      );
      const bytes = Buffer.from(await (await by.fetch(zip.url.replace(/^.*\/api/, ''))).arrayBuffer());
      const names = readZip((start, length) => bytes.subarray(start, start + length), bytes.length).map(
        ({ name }) => name,
      );
      return { photos: zip.photos, names: names.slice(0, -1) };
    };
    expect(await namesIn(`/events/${eventId}/zips`, organizer)).toEqual({
      ...{ photos: 1, names: ['DSC_0001.JPG', 'DSC_0001.NEF'] },
    });

    const browser = new BrowserJar(gateway.origin);
    const token = await link(eventId, { rights });
    expect(await shownTo(browser, token)).toEqual(['DSC_0001.JPG']);
    expect(await namesIn(`/guest/${token}/zips`, browser)).toEqual({ photos: 1, names: ['DSC_0001.JPG'] });
    expect((await browser.fetch(`/photos/${jpegId}/original`)).status).toBe(200);
    for (const kind of ['original', 'preview', 'thumbnail'])
      expect([403, 404]).toContain((await browser.fetch(`/photos/${rawId}/${kind}`)).status);

    // either of its files, sent again, brings the whole photo back
    await select(eventId, 'trash', [jpegId]);
    expect(await list(eventId)).toEqual([]);
    expect((await list(eventId, '?shelf=trash')).map(({ fileName }) => fileName)).toEqual(['DSC_0001.JPG']);
    expect((await tus.begin({ name: 'again.NEF', bytes: files['DSC_0001.NEF'] })).status).toBe(409);
    expect((await list(eventId)).map(({ fileName }) => fileName)).toEqual(['DSC_0001.JPG']);

    await select(eventId, 'trash', [jpegId]);
    await organizer.post(`/events/${eventId}/photos/erase`, { photoIds: [jpegId] });
    const folder = join(gateway.env.STORAGE_DIR ?? '', 'events', eventId, 'originals');
    const left = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });
});
