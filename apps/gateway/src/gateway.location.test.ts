/** @module A link that hides where photos were taken: no byte that leaves by it tells the place, and the organizer's files stay. */
import { createHash } from 'node:crypto';
import { eventSchema } from '@visage/contracts/event.contract';
import { guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import { packBlanks } from '@visage/contracts/original.blanks';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { zipSchema, type Zip } from '@visage/contracts/zip.contract';
import { blankLocation } from '@visage/vision/location/location.blank';
import { exifBlock, exifSegment, plainJpeg, withSegments } from '@visage/vision/testing/located.files';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { refusalOf } from './testing/problem.code.js';
import { finishPhoto } from './testing/worker.stand-in.js';
import { readZip } from './testing/zip.reader.js';

const ALL = { view: true, preview: true, original: true, zip: true, metadata: true };
const GALLERY: Partial<ShareCreate> = { scope: { kind: 'gallery' }, rights: ALL };

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let photos: { located: string; plain: string };
let original: Buffer;
let blanked: Buffer;
let blanks: Uint8Array<ArrayBuffer>;
/** A link that hides the place, and one that does not. */
let hiding: { token: string; shareId: string };
let telling: { token: string; shareId: string };

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('ada@example.org', 'organizer');
  organizer = await gateway.signIn('ada@example.org');
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Gala' })).json()).id;
  const jpeg = await plainJpeg();
  original = withSegments(jpeg, exifSegment(exifBlock()));
  const found = blankLocation(original);
  if ('unblankable' in found) throw new Error(found.unblankable);
  blanks = packBlanks(found);
  blanked = Buffer.from(original);
  for (const { start, bytes } of found.patches) blanked.set(bytes, start);
  photos = { located: await upload('a.jpg', original), plain: await upload('b.jpg', jpeg) };
  hiding = await share({ ...GALLERY, presentation: { hideLocation: true } });
  telling = await share({ ...GALLERY, presentation: { hideLocation: false } });
});
afterAll(() => gateway.stop());
beforeEach(() => look(blanks));

async function upload(name: string, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([new Uint8Array(bytes)]), name);
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  const id = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, id, []);
  return id;
}

/** What the detector has found in the photo; null = nothing yet, or that it cannot leave without its location. */
async function look(found: Uint8Array<ArrayBuffer> | null): Promise<void> {
  await gateway.database.prisma.photo.update({ where: { id: photos.located }, data: { blanks: found } });
}

async function share(input: object): Promise<{ token: string; shareId: string }> {
  const made = shareSchema.parse(await (await organizer.post(`/events/${eventId}/shares`, input)).json());
  return { token: made.codes[0]?.url.split('/g/')[1] ?? '', shareId: made.id };
}

async function visitorOf({ token }: { token: string }): Promise<BrowserJar> {
  const browser = new BrowserJar(gateway.origin);
  expect((await browser.fetch(`/guest/${token}`)).ok).toBe(true);
  expect((await browser.fetch(`/guest/${token}/photos`)).ok).toBe(true);
  return browser;
}

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
const address = (): string => `/photos/${photos.located}/original`;
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('an original', () => {
  test('leaves without its place where the link hides it, with a tag of its own; the organizer’s stays bit for bit', async () => {
    const guest = await visitorOf(hiding);
    const given = await guest.fetch(address());
    expect(given.status).toBe(200);
    expect(given.headers.get('content-length')).toBe(String(original.length));
    expect((await bytesOf(given)).equals(blanked)).toBe(true);
    expect(blanked.equals(original)).toBe(false);
    const whole = await organizer.fetch(address());
    expect((await bytesOf(whole)).equals(original)).toBe(true);
    expect(whole.headers.get('etag')).not.toBe(given.headers.get('etag'));
    const told = await (await visitorOf(telling)).fetch(address());
    expect((await bytesOf(told)).equals(original)).toBe(true);
  });

  test('comes in parts that make the same file, and is never continued from the other one', async () => {
    const guest = await visitorOf(hiding);
    const parts: Buffer[] = [];
    for (let start = 0; start < original.length; start += 97) {
      const end = Math.min(start + 96, original.length - 1);
      const part = await guest.fetch(address(), { headers: { range: `bytes=${start}-${end}` } });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end}/${original.length}`);
      parts.push(await bytesOf(part));
    }
    expect(Buffer.concat(parts).equals(blanked)).toBe(true);
    const etag = (await organizer.fetch(address())).headers.get('etag') ?? '';
    const other = await guest.fetch(address(), { headers: { range: 'bytes=100-', 'if-range': etag } });
    expect(other.status).toBe(200);
    expect((await bytesOf(other)).equals(blanked)).toBe(true);
  });

  test('stays here, in words, as long as it cannot leave without its place; its pictures are shown', async () => {
    await look(null);
    const guest = await visitorOf(hiding);
    expect(await refusalOf(await guest.fetch(address()))).toEqual([403, 'location-inside']);
    for (const kind of ['preview', 'thumbnail'])
      expect((await guest.fetch(`/photos/${photos.located}/${kind}`)).status).toBe(200);
    expect((await (await visitorOf(telling)).fetch(address())).status).toBe(200);
    expect((await organizer.fetch(address())).status).toBe(200);
  });

  test('is said to stay here before anybody asks for it', async () => {
    const guest = await visitorOf(hiding);
    const shown = async () =>
      guestPhotoPageSchema
        .parse(await (await guest.fetch(`/guest/${hiding.token}/photos`)).json())
        .photos.map(({ fileName, original }) => [fileName, original]);
    expect(await shown()).toEqual(expect.arrayContaining([['a.jpg', true]]));
    await look(null);
    expect(await shown()).toEqual(expect.arrayContaining([['a.jpg', false]]));
    expect(await shown()).toEqual(expect.arrayContaining([['b.jpg', true]]));
  });
});

describe('an archive', () => {
  async function ask(by: BrowserJar | Session, path: string, body: object = {}): Promise<Zip> {
    return zipSchema.parse(await (await by.post(path, body)).json());
  }
  const fetchZip = async (by: BrowserJar | Session, { url }: Zip, init?: RequestInit): Promise<Response> =>
    by.fetch(url.replace(/^\/api/, ''), init);
  /** Contents by name, each with the sum that stands in its header. */
  function read(bytes: Buffer): Map<string, Buffer> {
    const entries = readZip((start, length) => bytes.subarray(start, start + length), bytes.length);
    return new Map(
      entries.map(({ name, contentAt, size }) => [name, bytes.subarray(contentAt, contentAt + size)]),
    );
  }

  test('has the files that tell no place, their sums, and comes in parts; the organizer’s has the originals', async () => {
    const guest = await visitorOf(hiding);
    const zip = await ask(guest, `/guest/${hiding.token}/zips`);
    expect(zip).toMatchObject({ photos: 2, leftOut: 0, withheld: 0 });
    const whole = await fetchZip(guest, zip);
    const bytes = await bytesOf(whole);
    expect(bytes.length).toBe(zip.bytes);
    expect(read(bytes).get('a.jpg')?.equals(blanked)).toBe(true);
    expect(read(bytes).get('SHA256SUMS')?.toString()).toContain(`${sha256Of(blanked)}  a.jpg`);
    for (const start of [0, 200, 700, bytes.length - 90]) {
      const part = await fetchZip(guest, zip, { headers: { range: `bytes=${start}-` } });
      expect((await bytesOf(part)).equals(bytes.subarray(start))).toBe(true);
    }
    const own = await ask(organizer, `/events/${eventId}/zips`);
    const theirs = read(await bytesOf(await fetchZip(organizer, own)));
    expect(theirs.get('a.jpg')?.equals(original)).toBe(true);
    expect(theirs.get('SHA256SUMS')?.toString()).toContain(`${sha256Of(original)}  a.jpg`);
  });

  test('counts what stays here, and is none where nothing else is left', async () => {
    await look(null);
    const guest = await visitorOf(hiding);
    const path = `/guest/${hiding.token}/zips`;
    expect(await ask(guest, path)).toMatchObject({ photos: 1, leftOut: 0, withheld: 1 });
    const both = { photoIds: [photos.located, photos.plain] };
    expect(await ask(guest, path, both)).toMatchObject({ photos: 1, leftOut: 0, withheld: 1 });
    const refused = await guest.post(path, { photoIds: [photos.located] });
    expect(await refusalOf(refused)).toEqual([403, 'location-inside']);
    expect(await ask(organizer, `/events/${eventId}/zips`)).toMatchObject({ photos: 2, withheld: 0 });
  });

  test('that was asked for before the link hid the place is another one from then on', async () => {
    const link = await share({ ...GALLERY, presentation: { hideLocation: false } });
    const guest = await visitorOf(link);
    const zip = await ask(guest, `/guest/${link.token}/zips`);
    const before = await fetchZip(guest, zip);
    expect(
      read(await bytesOf(before))
        .get('a.jpg')
        ?.equals(original),
    ).toBe(true);
    const body = JSON.stringify({ presentation: { hideLocation: true } });
    const headers = { 'content-type': 'application/json' };
    expect((await organizer.fetch(`/shares/${link.shareId}`, { method: 'PATCH', body, headers })).ok).toBe(
      true,
    );
    const etag = before.headers.get('etag') ?? '';
    const after = await fetchZip(guest, zip, { headers: { range: 'bytes=100-', 'if-range': etag } });
    expect(after.status).toBe(200);
    expect(
      read(await bytesOf(after))
        .get('a.jpg')
        ?.equals(blanked),
    ).toBe(true);
    await look(null);
    expect(await refusalOf(await fetchZip(guest, zip))).toEqual([410, 'zip-changed']);
  });
});
