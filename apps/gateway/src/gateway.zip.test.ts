import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { packBlanks } from '@visage/contracts/original.blanks';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema, type Share, type ShareCreate } from '@visage/contracts/share.contract';
import { zipSchema, type Zip } from '@visage/contracts/zip.contract';
import { ZipListing } from '@visage/database/zip/zip.listing';
import { AS_IT_IS, formOf } from '@visage/originals/original.form';
import { diskPathOf } from '@visage/storage/disk.path';
import { originalKey } from '@visage/storage/object.key';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';
import { readZip } from './testing/zip.reader.js';
import { refusalOf } from './testing/problem.code.js';
import { ZipChecksums } from './zip/zip.checksum.js';
import { ZipSweep } from './zip/zip.sweep.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
let stranger: Session;
let eventId: string;
let ann: string;
let folder: string;
/** Ann is in `group` and `ann`, which have one name; nobody known is in `cleo`; `broken` could not be read. */
let photos: Record<'group' | 'ann' | 'cleo' | 'broken', string>;

const contents = {
  group: photoBytes('bytes of the group'.repeat(5000)),
  ann: photoBytes('bytes of ann'.repeat(9000)),
  cleo: photoBytes('bytes of cleo'),
  broken: photoBytes('no picture'),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-zip-'));
  gateway = await startGateway();
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
  eventId = await makeEvent('Anna & Jörg: "Ja!"');
  ann = await makePerson(gateway, eventId);
  photos = {
    group: await upload(eventId, 'IMG_1.jpg', contents.group),
    ann: await upload(eventId, 'IMG_1.jpg', contents.ann),
    cleo: await upload(eventId, 'cleo.jpg', contents.cleo),
    broken: await upload(eventId, 'notes.txt', contents.broken),
  };
  await finishPhoto(gateway, photos.group, [{ k: 1, personId: ann }]);
  await finishPhoto(gateway, photos.ann, [{ k: 1, personId: ann }]);
  await finishPhoto(gateway, photos.cleo, [{ k: 3, personId: null }]);
  await gateway.database.prisma.photo.update({
    where: { id: photos.broken },
    data: { failedAt: new Date(), errorCode: 'unreadable', errorReason: 'This is no picture.' },
  });
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

async function makeEvent(name: string): Promise<string> {
  return eventSchema.parse(await (await organizer.post('/events', { name })).json()).id;
}

async function upload(event: string, name: string, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([new Uint8Array(bytes)]), name);
  const response = await organizer.fetch(`/events/${event}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
}

async function share(
  input: Partial<ShareCreate> = {},
  event = eventId,
): Promise<{ share: Share; token: string }> {
  const made = shareSchema.parse(await (await organizer.post(`/events/${event}/shares`, input)).json());
  return { share: made, token: made.codes[0]?.url.split('/g/')[1] ?? '' };
}

/** A guest's browser behind a link to their own photos, found by their selfie. */
async function guestOf(token: string, k = 1): Promise<BrowserJar> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  const form = new FormData();
  form.append('selfie', new Blob([`face ${k}`]), 'selfie.jpg');
  await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: form });
  return browser;
}

interface Asker {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

async function ask(by: Asker, path: string, body: object = {}): Promise<Zip> {
  const response = await by.post(path, body);
  expect(response.status).toBe(201);
  return zipSchema.parse(await response.json());
}

const fetchZip = (by: Asker, zip: Zip, headers: Record<string, string> = {}): Promise<Response> =>
  by.fetch(zip.url.replace('/api', ''), { headers });
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

function unpacked(zip: Buffer): Map<string, Buffer> {
  const entries = readZip((start, length) => zip.subarray(start, start + length), zip.length);
  return new Map(
    entries.map(({ name, contentAt, size }) => [name, zip.subarray(contentAt, contentAt + size)]),
  );
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const photosIn = (zip: Buffer): [name: string, sha256: string][] =>
  [...unpacked(zip)]
    .filter(([name]) => name !== 'SHA256SUMS')
    .map(([name, bytes]) => [name, sha256Of(bytes)]);
const namesIn = (zip: Buffer): string[] => photosIn(zip).map(([name]) => name);

describe('a guest who downloads all their photos', () => {
  test('gets exactly those they are in, bit for bit, each under a name of its own', async () => {
    const { token } = await share();
    const browser = await guestOf(token);
    const zip = await ask(browser, `/guest/${token}/zips`);
    expect(zip).toMatchObject({ photos: 2, leftOut: 0, fileName: 'Anna & Jörg_ _Ja!_.zip' });
    const response = await fetchZip(browser, zip);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(zip.bytes));
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''Anna%20%26%20J%C3%B6rg_");
    const bytes = await bytesOf(response);
    expect(bytes.length).toBe(zip.bytes);
    expect(photosIn(bytes)).toEqual([
      ['IMG_1.jpg', sha256Of(contents.group)],
      ['IMG_1 (2).jpg', sha256Of(contents.ann)],
    ]);
  });

  test('can unpack it with unzip and check it with sha256sum', async (context) => {
    const zip = await ask(organizer, `/events/${eventId}/zips`);
    const path = join(folder, 'all.zip');
    await writeFile(path, await bytesOf(await fetchZip(organizer, zip)));
    const unzip = spawnSync('unzip', [path, '-d', join(folder, 'all')], { encoding: 'utf8' });
    if (unzip.error) context.skip('unzip is not installed');
    expect([unzip.status, unzip.stderr]).toEqual([0, '']);
    const sums = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: join(folder, 'all'), encoding: 'utf8' });
    if (sums.error) context.skip('sha256sum is not installed');
    expect([sums.status, sums.stdout.trim().split('\n').length]).toEqual([0, 4]);
  });

  test('chooses some, and never gets one that is not theirs, though its id is named', async () => {
    const { token } = await share();
    const browser = await guestOf(token);
    const photoIds = [photos.ann, photos.cleo, eventId, photos.ann];
    const zip = await ask(browser, `/guest/${token}/zips`, { photoIds });
    expect(zip).toMatchObject({ photos: 1, leftOut: 2 });
    expect(namesIn(await bytesOf(await fetchZip(browser, zip)))).toEqual(['IMG_1.jpg']);
    const none = await browser.post(`/guest/${token}/zips`, { photoIds: [photos.cleo] });
    expect(await refusalOf(none)).toEqual([409, 'no-photos']);
  });

  test('of a gallery gets what the page shows: no photo that could not be read', async () => {
    const { token } = await share({ scope: { kind: 'gallery' } });
    const browser = new BrowserJar(gateway.origin);
    const zip = await ask(browser, `/guest/${token}/zips`);
    expect(namesIn(await bytesOf(await fetchZip(browser, zip)))).toEqual([
      'IMG_1.jpg',
      'IMG_1 (2).jpg',
      'cleo.jpg',
    ]);
  });

  test('of a gallery gets only those they are in when that is the wish, as they say themselves', async () => {
    const { token } = await share({ scope: { kind: 'gallery' } });
    const browser = await guestOf(token);
    const namesOf = async (wish: object) =>
      namesIn(await bytesOf(await fetchZip(browser, await ask(browser, `/guest/${token}/zips`, wish))));
    expect(await namesOf({})).toEqual(['IMG_1.jpg', 'IMG_1 (2).jpg', 'cleo.jpg']);
    expect(await namesOf({ whose: 'mine' })).toEqual(['IMG_1.jpg', 'IMG_1 (2).jpg']);
    expect(await namesOf({ whose: 'mine', photoIds: [photos.cleo, photos.ann] })).toEqual(['IMG_1.jpg']);
    expect(await namesOf({ photoIds: [photos.cleo, photos.ann] })).toEqual(['IMG_1.jpg', 'cleo.jpg']);
    const none = await browser.post(`/guest/${token}/zips`, { whose: 'mine', photoIds: [photos.cleo] });
    expect(await refusalOf(none)).toEqual([409, 'no-photos']);
    expect(
      (await browser.post(`/guest/${token}/photos/${photos.cleo}/me`, { box: [4, 4, 4, 4] })).status,
    ).toBe(200);
    expect((await browser.post(`/guest/${token}/photos/${photos.ann}/not-me`, {})).status).toBe(204);
    expect(await namesOf({ whose: 'mine' })).toEqual(['IMG_1.jpg', 'cleo.jpg']);
    await browser.fetch(`/guest/${token}/me`, { method: 'DELETE' });
  });

  test('of whom no selfie was taken has no own photos to wish for, as on the page', async () => {
    const { token } = await share({ scope: { kind: 'gallery' } });
    const browser = new BrowserJar(gateway.origin);
    expect(await refusalOf(await browser.fetch(`/guest/${token}/photos?whose=mine`))).toEqual([
      403,
      'selfie-required',
    ]);
    expect(await refusalOf(await browser.post(`/guest/${token}/zips`, { whose: 'mine' }))).toEqual([
      403,
      'selfie-required',
    ]);
  });

  test('is refused where the link does not give the right to, before anything is made', async () => {
    for (const rights of [{ zip: false }, { original: false }, { view: false }]) {
      const { token } = await share({ scope: { kind: 'gallery' }, rights });
      const answer = await new BrowserJar(gateway.origin).post(`/guest/${token}/zips`, {});
      expect(await refusalOf(answer)).toEqual([403, 'right-not-given']);
    }
    const { token } = await share();
    const answer = await new BrowserJar(gateway.origin).post(`/guest/${token}/zips`, {});
    expect(await refusalOf(answer)).toEqual([403, 'selfie-required']);
  });
});

describe('an organizer', () => {
  test('downloads every original of the event, those that could not be read too', async () => {
    const zip = await ask(organizer, `/events/${eventId}/zips`);
    expect(photosIn(await bytesOf(await fetchZip(organizer, zip)))).toEqual([
      ['IMG_1.jpg', sha256Of(contents.group)],
      ['IMG_1 (2).jpg', sha256Of(contents.ann)],
      ['cleo.jpg', sha256Of(contents.cleo)],
      ['notes.txt', sha256Of(contents.broken)],
    ]);
  });

  test('downloads the photos of one person under their name, or a selection', async () => {
    await organizer.fetch(`/people/${ann}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ann' }),
    });
    const person = await ask(organizer, `/events/${eventId}/zips`, { personId: ann });
    expect(person).toMatchObject({ photos: 2, fileName: 'Anna & Jörg_ _Ja!_ - Ann.zip' });
    const some = await ask(organizer, `/events/${eventId}/zips`, { photoIds: [photos.broken, photos.group] });
    expect(namesIn(await bytesOf(await fetchZip(organizer, some)))).toEqual(['IMG_1.jpg', 'notes.txt']);
    const elsewhere = await makePerson(gateway, await makeEvent('Other'));
    const answer = await organizer.post(`/events/${eventId}/zips`, { personId: elsewhere });
    expect(await refusalOf(answer)).toEqual([404, 'not-found']);
    expect((await stranger.post(`/events/${eventId}/zips`, {})).status).toBe(404);
  });

  test('may select thousands of photos at once, and is told when it is too many', async () => {
    const others = Array.from(
      { length: 19_999 },
      (_, i) => `018f0000-0000-7000-8000-${String(i).padStart(12, '0')}`,
    );
    const zip = await ask(organizer, `/events/${eventId}/zips`, { photoIds: [...others, photos.ann] });
    expect(zip).toMatchObject({ photos: 1, leftOut: 19_999 });
    const tooMany = await organizer.post(`/events/${eventId}/zips`, {
      photoIds: [...others, photos.ann, photos.ann],
    });
    expect(await refusalOf(tooMany)).toEqual([422, 'invalid-request']);
    const huge = await organizer.post(`/events/${eventId}/zips`, { photoIds: [...others, ...others] });
    expect(await refusalOf(huge)).toEqual([413, 'too-large']);
  });
});

describe('a download that broke off', () => {
  test('goes on at any byte, and the whole is what it would have been', async () => {
    const zip = await ask(organizer, `/events/${eventId}/zips`);
    const first = await fetchZip(organizer, zip);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const whole = await bytesOf(first);
    const middle = Math.floor(whole.length / 2);
    for (const start of [0, 1, 29, 60_000, middle, whole.length - 300, whole.length - 1]) {
      const part = await fetchZip(organizer, zip, { range: `bytes=${start}-`, 'if-range': etag });
      expect([start, part.status]).toEqual([start, 206]);
      expect(part.headers.get('content-range')).toBe(`bytes ${start}-${whole.length - 1}/${whole.length}`);
      expect((await bytesOf(part)).equals(whole.subarray(start))).toBe(true);
    }
    const within = await fetchZip(organizer, zip, { range: `bytes=${middle}-${middle + 9}` });
    expect((await bytesOf(within)).equals(whole.subarray(middle, middle + 10))).toBe(true);
    const past = await fetchZip(organizer, zip, { range: `bytes=${whole.length}-` });
    expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
    const head = await organizer.fetch(zip.url.replace('/api', ''), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([
      200,
      String(zip.bytes),
      etag,
    ]);
  });

  test('starts anew when the archive is another one by now', async () => {
    const zip = await ask(organizer, `/events/${eventId}/zips`, { photoIds: [photos.cleo] });
    const before = await fetchZip(organizer, zip);
    const etag = before.headers.get('etag') ?? '';
    await before.arrayBuffer();
    const again = { range: 'bytes=10-', 'if-range': etag };
    expect((await fetchZip(organizer, zip, again)).status).toBe(206);
    const where = { id: photos.cleo };
    const data = { clockTime: '2026-06-20T14:03:08+02:00', takenFrom: 'exif' as const };
    await gateway.database.prisma.photo.update({ where, data });
    const after = await fetchZip(organizer, zip, again);
    expect([after.status, after.headers.get('etag') === etag]).toEqual([200, false]);
    const bytes = await bytesOf(after);
    const [entry] = readZip((start, length) => bytes.subarray(start, start + length), bytes.length);
    expect(entry?.modifiedAt).toBe('2026-06-20T14:03:08');
  });
});

describe('the address of a download', () => {
  test('is worth nothing to anybody else', async () => {
    const { token } = await share();
    const browser = await guestOf(token);
    const mine = await ask(browser, `/guest/${token}/zips`);
    const another = await guestOf(token);
    expect(await refusalOf(await fetchZip(another, mine))).toEqual([404, 'not-found']);
    expect(await refusalOf(await fetchZip(organizer, mine))).toEqual([404, 'not-found']);
    expect(await refusalOf(await fetch(gateway.origin + mine.url))).toEqual([401, 'not-signed-in']);
    const changed = { ...mine, url: mine.url.replace(/.$/, (char) => (char === 'A' ? 'B' : 'A')) };
    expect(await refusalOf(await fetchZip(browser, changed))).toEqual([404, 'not-found']);
  });

  test('opens for whoever holds the code that asked for it, and for no other code, guest or user', async () => {
    const { token } = await share({ scope: { kind: 'gallery' } });
    const asker = new BrowserJar(gateway.origin);
    const zip = await ask(asker, `/guest/${token}/zips`);
    const sameCode = new BrowserJar(gateway.origin);
    await ask(sameCode, `/guest/${token}/zips`);
    expect((await fetchZip(sameCode, zip)).status).toBe(200);
    const { token: another } = await share({ scope: { kind: 'gallery' } });
    const otherCode = new BrowserJar(gateway.origin);
    const theirs = await ask(otherCode, `/guest/${another}/zips`);
    expect(await refusalOf(await fetchZip(otherCode, zip))).toEqual([404, 'not-found']);
    expect(await refusalOf(await fetchZip(asker, theirs))).toEqual([404, 'not-found']);
    const guest = await guestOf(token);
    expect(
      await refusalOf(await fetchZip(guest, zip)),
      'a guest behind it asks for one of their own',
    ).toEqual([404, 'not-found']);
    const own = await ask(organizer, `/events/${eventId}/zips`);
    for (const other of [stranger, asker, guest])
      expect(await refusalOf(await fetchZip(other, own))).toEqual([404, 'not-found']);
    expect((await fetchZip(organizer, own)).status).toBe(200);
  });

  test('says when a photo is in the trash since, and goes on when it is brought back', async () => {
    const event = await makeEvent('Trashed');
    const photoIds = [
      await upload(event, 'kept.jpg', photoBytes('kept')),
      await upload(event, 'trashed.jpg', photoBytes('trashed')),
    ];
    const zip = await ask(organizer, `/events/${event}/zips`);
    await organizer.post(`/events/${event}/photos/trash`, { photoIds: photoIds.slice(1) });
    expect(await refusalOf(await fetchZip(organizer, zip))).toEqual([410, 'zip-changed']);
    await organizer.post(`/events/${event}/photos/restore`, { photoIds });
    expect(namesIn(await bytesOf(await fetchZip(organizer, zip)))).toEqual(['kept.jpg', 'trashed.jpg']);
  });

  test('closes with its link, at once', async () => {
    const { token, share: made } = await share({ scope: { kind: 'gallery' } });
    const browser = new BrowserJar(gateway.origin);
    const zip = await ask(browser, `/guest/${token}/zips`);
    expect((await fetchZip(browser, zip)).status).toBe(200);
    await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' });
    expect(await refusalOf(await fetchZip(browser, zip, { range: 'bytes=9-' }))).toEqual([
      410,
      'share-revoked',
    ]);
  });

  test('goes with the guest who asks to be forgotten or takes back consent', async () => {
    const { token } = await share();
    const holders = { holder: 'guest' as const };
    for (const withdraw of [
      (browser: BrowserJar) => browser.fetch(`/guest/${token}/me`, { method: 'DELETE' }),
      (browser: BrowserJar) =>
        browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: false }),
    ]) {
      const browser = await guestOf(token);
      const before = await gateway.database.prisma.zip.count({ where: holders });
      const zip = await ask(browser, `/guest/${token}/zips`);
      await withdraw(browser);
      expect([401, 404]).toContain((await fetchZip(browser, zip)).status);
      expect(await gateway.database.prisma.zip.count({ where: holders })).toBe(before);
    }
  });

  test('says when a photo is gone since, instead of sending something broken', async () => {
    const event = await makeEvent('Removed');
    const kept = await upload(event, 'kept.jpg', photoBytes('kept'));
    const removed = await upload(event, 'removed.jpg', photoBytes('removed'));
    const zip = await ask(organizer, `/events/${event}/zips`);
    await gateway.database.prisma.photo.delete({ where: { id: removed } });
    expect(await refusalOf(await fetchZip(organizer, zip, { range: 'bytes=9-' }))).toEqual([
      410,
      'zip-changed',
    ]);
    const again = await ask(organizer, `/events/${event}/zips`, { photoIds: [kept, removed] });
    expect(again).toMatchObject({ photos: 1, leftOut: 1 });
  });

  test('says when a photo turns out to show somebody else', async () => {
    const { token } = await share();
    const event = await makeEvent('Regrouped');
    const person = await makePerson(gateway, event);
    const id = await upload(event, 'photo.jpg', photoBytes('photo'));
    await finishPhoto(gateway, id, [{ k: 5, personId: person }]);
    const { token: own } = await share({ scope: { kind: 'person', personId: person } }, event);
    const browser = await guestOf(token);
    const zip = await ask(browser, `/guest/${own}/zips`);
    await gateway.database.prisma.face.updateMany({ where: { photoId: id }, data: { personId: null } });
    expect(await refusalOf(await fetchZip(browser, zip))).toEqual([410, 'zip-changed']);
  });

  test('opens nothing of an erased event, and is swept once its day is over', async () => {
    const event = await makeEvent('Erased');
    await upload(event, 'photo.jpg', photoBytes('photo'));
    const erased = await ask(organizer, `/events/${event}/zips`);
    expect((await organizer.fetch(`/events/${event}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetchZip(organizer, erased)).status).toBe(404);
    expect((await organizer.fetch(`/trash/events/${event}`, { method: 'DELETE' })).status).toBe(200);
    expect(await gateway.database.prisma.zip.count({ where: { eventId: event } })).toBe(0);

    const late = await ask(organizer, `/events/${eventId}/zips`, { photoIds: [photos.group] });
    const { prisma } = gateway.database;
    await prisma.zip.updateMany({ where: { eventId }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect(await refusalOf(await fetchZip(organizer, late))).toEqual([410, 'zip-expired']);
    const fresh = await ask(organizer, `/events/${eventId}/zips`, { photoIds: [photos.group] });
    await gateway.app.get(ZipSweep).sweep();
    expect(await prisma.zip.count({ where: { eventId } })).toBe(1);
    expect((await fetchZip(organizer, fresh)).status).toBe(200);
  });
});

describe('photos that were there before archives were', () => {
  test('are in them like all others', async () => {
    const where = { id: { in: [photos.group, photos.ann] } };
    const before = await gateway.database.prisma.photo.findMany({ where, select: { crc32: true } });
    expect(before.map((photo) => typeof photo.crc32)).toEqual(['bigint', 'bigint']);
    await gateway.database.prisma.photo.updateMany({ where, data: { crc32: null } });
    await ask(organizer, `/events/${eventId}/zips`, { personId: ann });
    expect(await gateway.database.prisma.photo.findMany({ where, select: { crc32: true } })).toEqual(before);
  });

  test('are prepared step by step where there are too many for one request, and it comes to an end', async () => {
    const ids = [photos.group, photos.ann, photos.cleo];
    await gateway.database.prisma.photo.updateMany({ where: { id: { in: ids } }, data: { crc32: null } });
    const checksums = gateway.app.get(ZipChecksums);
    const listing = gateway.app.get(ZipListing);
    const codes: string[] = [];
    for (;;) {
      const found = await listing.photos(eventId, ids);
      const given = found.map((photo) => ({ ...photo, form: formOf(photo, AS_IT_IS) }));
      const again = checksums.complete(eventId, given, 0);
      const code = await again.then(
        () => 'ready',
        (error: { code: string }) => error.code,
      );
      codes.push(code);
      if (code === 'ready' || codes.length > 9) break;
    }
    expect(codes).toEqual(['zip-preparing', 'zip-preparing', 'ready']);
  });
});

describe('a large download', () => {
  let event: string;
  let zip: Zip;
  const large = photoBytes('large'.repeat(8_000_000)).subarray(0, 40_000_000);

  beforeAll(async () => {
    event = await makeEvent('Large');
    for (const name of ['1.jpg', '2.jpg']) {
      await finishPhoto(gateway, await upload(event, name, Buffer.concat([large, Buffer.from(name)])), []);
    }
  });

  /** Reads a little and then no further. */
  async function begin(by: BrowserJar | Session, made: Zip): Promise<IncomingMessage> {
    const headers: Record<string, string> =
      by instanceof BrowserJar ? { cookie: by.cookieHeader } : { authorization: `Bearer ${by.token}` };
    const request = httpGet(gateway.origin + made.url, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    response.read(1);
    return response;
  }

  /** Bytes that still arrive, and whether the end came as announced. */
  async function rest(response: IncomingMessage): Promise<{ bytes: number; complete: boolean }> {
    let bytes = 1;
    response.on('error', () => undefined); // a connection that is cut is an error of its own
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    await new Promise((resolve) => response.once('close', resolve));
    return { bytes, complete: response.complete };
  }

  const openOriginals = async (): Promise<number> => {
    const links = await readdir('/proc/self/fd').catch(() => []);
    const targets = await Promise.all(links.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
    return targets.filter((target) => target.includes('/originals/')).length;
  };

  test('waits for a slow client instead of filling the memory, and comes whole', async () => {
    zip = await ask(organizer, `/events/${event}/zips`);
    const before = process.memoryUsage.rss();
    const response = await begin(organizer, zip);
    await wait(500);
    expect(process.memoryUsage.rss() - before).toBeLessThan(40_000_000);
    expect(await rest(response)).toEqual({ bytes: zip.bytes, complete: true });
  });

  test('of a client that went away leaves no file open', async (context) => {
    if (process.platform !== 'linux') context.skip('needs /proc to see open files');
    const response = await begin(organizer, zip);
    expect(await openOriginals()).toBe(1);
    response.destroy();
    for (let i = 0; i < 50 && (await openOriginals()) > 0; i += 1) await wait(20);
    expect(await openOriginals()).toBe(0);
  });

  test('stops in the middle when its link is closed', async () => {
    const { token, share: made } = await share({ scope: { kind: 'gallery' } }, event);
    const browser = new BrowserJar(gateway.origin);
    const response = await begin(browser, await ask(browser, `/guest/${token}/zips`));
    await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' });
    await wait(1100);
    const { bytes, complete } = await rest(response);
    expect(complete).toBe(false);
    expect(bytes).toBeLessThan(30_000_000);
  });

  test('stops in the middle when its link begins to hide where the photos were taken', async () => {
    const sums = { sha256: '0'.repeat(64), md5: '0'.repeat(32), crc32: 0 };
    const blanks = packBlanks({ ...sums, patches: [{ start: 9, bytes: new Uint8Array(9) }] });
    await gateway.database.prisma.photo.updateMany({ where: { eventId: event }, data: { blanks } });
    const shown = { scope: { kind: 'gallery' }, presentation: { hideLocation: false } } as const;
    const { token, share: made } = await share(shown, event);
    const browser = new BrowserJar(gateway.origin);
    const response = await begin(browser, await ask(browser, `/guest/${token}/zips`));
    const body = JSON.stringify({ presentation: { hideLocation: true } });
    const headers = { 'content-type': 'application/json' };
    await organizer.fetch(`/shares/${made.id}`, { method: 'PATCH', headers, body });
    await wait(1100);
    const { bytes, complete } = await rest(response);
    expect(complete).toBe(false);
    expect(bytes).toBeLessThan(30_000_000);
  });

  test('breaks off, and is not filled up with wrong bytes, when the storage has lost a part of a photo', async () => {
    const sha256 = sha256Of(Buffer.concat([large, Buffer.from('2.jpg')]));
    const path = diskPathOf(gateway.env.STORAGE_DIR ?? '', originalKey(event, sha256));
    await truncate(path, 1_000_000);
    const { bytes, complete } = await rest(await begin(organizer, zip));
    expect(complete).toBe(false);
    expect(bytes).toBeLessThan(42_000_000);
  });
});
