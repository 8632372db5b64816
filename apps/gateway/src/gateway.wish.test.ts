/** @module Somebody wishes not to be shown: no door of a visitor gives them away, and what is open already closes. */
import { createHash, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION, guestPhotoPageSchema, type GuestPhotoPage } from '@visage/contracts/guest.contract';
import {
  objectionOutcomeSchema,
  objectionsSchema,
  objectionStatusSchema,
  objectionSubjectSchema,
  type ObjectionOutcome,
} from '@visage/contracts/objection.contract';
import {
  personEffectSchema,
  personHistorySchema,
  personSchema,
  type PersonUpdate,
} from '@visage/contracts/person.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { FaceRepository } from '@visage/database/face/face.repository';
import { ObjectionRepository } from '@visage/database/objection/objection.repository';
import { PhotoBlurRepository } from '@visage/database/photo/photo-blur.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { recogniseAs } from '@visage/database/testing/matched.people';
import { OpenTransaction } from '@visage/database/testing/open.transaction';
import { statementsOf } from '@visage/database/testing/statement.count';
import { STORE } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import { blurredKey, faceAlignedKey, faceCropKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import sharp from 'sharp';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { refusalOf } from './testing/problem.code.js';
import { embeddingOf, FACE_BOX, finishPhoto, makePerson, placesIn } from './testing/worker.stand-in.js';
import { readZip } from './testing/zip.reader.js';

const RIGHTS = { view: true, selfie: true, preview: true, original: true, zip: true, metadata: true };
const MARK = 'mark';

const heldSchema = z.object({
  people: z.array(z.object({ matchedFaces: z.number(), foundPhotos: z.array(z.string()) })),
});

let gateway: GatewayFixture;
let organizer: Session;
let stopEmbedder: () => Promise<void>;
let eventId: string;
let gallery: string;
/** Two people: Ann alone, both, and Ben alone. */
let [ann, ben]: [string, string] = ['', ''];
let photos: { ann: string; both: string; ben: string };
let faces: { ann: string; both: [string, string]; ben: string };

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('ada@example.org', 'organizer');
  organizer = await gateway.signIn('ada@example.org');
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});
beforeEach(async () => {
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Gala' })).json()).id;
  [ann, ben] = [await makePerson(gateway, eventId), await makePerson(gateway, eventId)];
  photos = { ann: await upload('ann.jpg'), both: await upload('both.jpg'), ben: await upload('ben.png') };
  const [annFace = ''] = await finishPhoto(gateway, photos.ann, [{ k: 1, personId: ann }]);
  const [first = '', second = ''] = await finishPhoto(gateway, photos.both, [
    { k: 1, personId: ann },
    { k: 2, personId: ben },
  ]);
  const [benFace = ''] = await finishPhoto(gateway, photos.ben, [{ k: 2, personId: ben }]);
  faces = { ann: annFace, both: [first, second], ben: benFace };
  gallery = await share({ scope: { kind: 'gallery' } });
});

let made = 0;
async function upload(name: string): Promise<string> {
  made += 1;
  const picture = sharp({
    create: {
      width: 8,
      height: 8,
      channels: 3,
      background: { r: (made * 41) % 256, g: (made * 7) % 256, b: 0 },
    },
  });
  const bytes = await (name.endsWith('png') ? picture.png() : picture.jpeg()).toBuffer();
  const form = new FormData();
  form.append('photos', new Blob([new Uint8Array(bytes)]), name);
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
}

async function share(input: Partial<ShareCreate>): Promise<string> {
  const body = { rights: RIGHTS, ...input };
  const response = await organizer.post(`/events/${eventId}/shares`, body);
  return shareSchema.parse(await response.json()).codes[0]?.url.split('/g/')[1] ?? '';
}

/** Somebody whose selfie found these people. */
async function guestOf(token: string, ...personIds: string[]): Promise<BrowserJar> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { accepted: true, version: CONSENT_VERSION });
  const { id } = await gateway.database.prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await recogniseAs(gateway.database, id, personIds);
  return browser;
}

async function visitor(token = gallery): Promise<BrowserJar> {
  const browser = new BrowserJar(gateway.origin);
  await browser.fetch(`/guest/${token}/photos`);
  return browser;
}

async function show(personId: string, update: PersonUpdate): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return organizer.fetch(`/people/${personId}`, { method: 'PATCH', body: JSON.stringify(update), headers });
}
const withhold = (personId: string, seesOwn = false): Promise<Response> =>
  show(personId, { appearance: 'withheld', seesOwn });

async function pageOf(browser: BrowserJar, token = gallery, query = ''): Promise<GuestPhotoPage> {
  return guestPhotoPageSchema.parse(await (await browser.fetch(`/guest/${token}/photos${query}`)).json());
}
/** What is held of a guest by their own selfie, as they download it. */
async function heldOf(
  browser: BrowserJar,
  token: string,
): Promise<{ matchedFaces: number; found: string[] }> {
  const zip = Buffer.from(await (await browser.fetch(`/guest/${token}/data.zip`)).arrayBuffer());
  const [json] = readZip((start, length) => zip.subarray(start, start + length), zip.length);
  const from = json?.contentAt ?? 0;
  const { people } = heldSchema.parse(JSON.parse(zip.toString('utf8', from, from + (json?.size ?? 0))));
  const [{ matchedFaces = 0, foundPhotos = [] } = {}] = people;
  return { matchedFaces, found: foundPhotos.sort() };
}
const namesOf = ({ photos: shown }: GuestPhotoPage): string[] => shown.map(({ fileName }) => fileName).sort();

/** Every way to the bytes of a photo, and of the faces in it. */
const doors = (photoId: string, faceIds: readonly string[]): string[] => [
  ...['thumbnail', 'preview', 'original', 'metadata'].map((kind) => `/photos/${photoId}/${kind}`),
  ...faceIds.map((faceId) => `/faces/${faceId}/crop`),
];
async function statuses(browser: BrowserJar, paths: readonly string[]): Promise<number[]> {
  const answers = await Promise.all(paths.map((path) => browser.fetch(path)));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return answers.map(({ status }) => status);
}

/** What the detector makes of a photo in which Ann is blurred. */
async function blurAnn(photoId: string, content: Record<'thumbnail' | 'preview' | 'original', Buffer>) {
  const store = gateway.app.get<ObjectStore>(STORE);
  for (const kind of ['thumbnail', 'preview', 'original'] as const)
    await store.put(blurredKey(eventId, photoId, kind, MARK), content[kind]);
  const sum = (name: string): string => createHash(name).update(content.original).digest('hex');
  const file = { mark: MARK, sha256: sum('sha256'), md5: sum('md5') };
  const faceId = photoId === photos.ann ? faces.ann : faces.both[0];
  const sizes = { crc32: crc32(content.original), bytes: content.original.length };
  expect(
    await new PhotoBlurRepository(gateway.database).record(photoId, [faceId], { ...file, ...sizes }),
  ).toBe(true);
}

describe('somebody withheld', () => {
  test('is in no list, no picture, no cut-out and no original of a visitor, however they were found', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const [stranger, asAnn, asBen] = [await visitor(), await guestOf(own, ann), await guestOf(own, ben)];
    expect(namesOf(await pageOf(asAnn, own))).toEqual(['ann.jpg', 'both.jpg']);
    expect((await withhold(ann)).status).toBe(200);
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    expect(namesOf(await pageOf(asBen, own))).toEqual(['ben.png']);
    expect(namesOf(await pageOf(asAnn, own))).toEqual([]);
    const theirs = [...doors(photos.ann, [faces.ann]), ...doors(photos.both, faces.both)];
    for (const browser of [stranger, asAnn, asBen])
      expect((await statuses(browser, theirs)).filter((status) => status < 400)).toEqual([]);
    expect(await statuses(stranger, doors(photos.ben, []))).toEqual([200, 200, 200, 200]);
    for (const path of [...doors(photos.ann, [faces.ann]), `/people/${ann}`])
      expect((await organizer.fetch(path)).status).toBe(200);
  });

  test('is told to guests as a number of photos, and never as which', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const [stranger, asBen] = [await visitor(), await guestOf(own, ben)];
    expect((await pageOf(stranger)).news?.withheld).toBe(0);
    await withhold(ann);
    expect((await pageOf(stranger)).news?.withheld).toBe(2);
    expect((await pageOf(asBen, own)).news?.withheld).toBe(1);
    expect(await refusalOf(await stranger.fetch(`/photos/${photos.ann}/preview`))).toEqual([
      404,
      'not-found',
    ]);
  });

  test('is told to nobody who holds a picture of them, not even as a number', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const [asAnn, inGallery] = [await guestOf(own, ann), await guestOf(gallery, ann)];
    expect(await heldOf(asAnn, own)).toEqual({ matchedFaces: 2, found: [photos.ann, photos.both].sort() });
    await withhold(ann);
    expect(await heldOf(asAnn, own)).toEqual({ matchedFaces: 0, found: [] });
    expect((await pageOf(asAnn, own)).news?.withheld).toBe(0);
    expect((await pageOf(inGallery, gallery, '?whose=mine')).news?.withheld).toBe(0);
    await withhold(ann, true);
    await withhold(ben);
    // their own photo, kept from them because of another
    expect(await heldOf(asAnn, own)).toEqual({ matchedFaces: 1, found: [photos.ann] });
    expect((await pageOf(asAnn, own)).news?.withheld).toBe(1);
  });

  test('still finds themselves where the organizer allows it, and nobody with them', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const [asAnn, asBen, asBoth] = [
      await guestOf(own, ann),
      await guestOf(own, ben),
      await guestOf(own, ann, ben),
    ];
    await withhold(ann, true);
    expect(namesOf(await pageOf(asAnn, own))).toEqual(['ann.jpg', 'both.jpg']);
    expect(namesOf(await pageOf(asBoth, own))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    expect(namesOf(await pageOf(asBen, own))).toEqual(['ben.png']);
    await withhold(ben, true);
    expect(namesOf(await pageOf(asAnn, own))).toEqual(['ann.jpg']);
    expect(namesOf(await pageOf(asBoth, own))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    const personal = personSchema.parse(await (await show(ann, { appearance: 'open' })).json());
    expect(personal).toMatchObject({ appearance: 'open', seesOwn: false });
  });

  test('leaves a ZIP that is half downloaded at once, and a new one without the photo', async () => {
    const stranger = await visitor();
    const zip = zipSchema.parse(await (await stranger.post(`/guest/${gallery}/zips`, {})).json());
    const path = zip.url.replace(/^\/api/, '');
    const half = await stranger.fetch(path, { headers: { range: `bytes=0-${Math.floor(zip.bytes / 2)}` } });
    expect(half.status).toBe(206);
    const etag = half.headers.get('etag') ?? '';
    await half.arrayBuffer();
    await withhold(ann);
    const rest = await stranger.fetch(path, { headers: { range: 'bytes=100-', 'if-range': etag } });
    expect(await refusalOf(rest)).toEqual([410, 'zip-changed']);
    const again = zipSchema.parse(await (await stranger.post(`/guest/${gallery}/zips`, {})).json());
    expect(again).toMatchObject({ photos: 1 });
  });

  test('closes the link that is about them, and gets no other', async () => {
    const personal = await share({ scope: { kind: 'person', personId: ann } });
    const holder = await visitor(personal);
    expect(namesOf(await pageOf(holder, personal))).toEqual(['ann.jpg', 'both.jpg']);
    await withhold(ann);
    expect(await refusalOf(await holder.fetch(`/guest/${personal}`))).toEqual([410, 'person-withheld']);
    const refused = await organizer.post(`/events/${eventId}/shares`, {
      scope: { kind: 'person', personId: ann },
    });
    expect(refused.status).toBe(422);
    await show(ann, { appearance: 'open' });
    expect(namesOf(await pageOf(holder, personal))).toEqual(['ann.jpg', 'both.jpg']);
  });

  test('is foreseen: what it takes from whom, before it is done, and nothing twice', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const [asAnn, asBen] = [await guestOf(own, ann), await guestOf(own, ben)];
    for (const browser of [asAnn, asBen]) await pageOf(browser, own);
    await share({ scope: { kind: 'person', personId: ann } });
    const foresee = async (query: string) =>
      personEffectSchema.parse(await (await organizer.fetch(`/people/${ann}/effect?${query}`)).json());
    expect(await foresee('appearance=withheld')).toEqual({
      ...{ photos: 2, guests: 2, guestPhotos: 3, links: 1, inDrive: 0 },
    });
    expect(await foresee('appearance=withheld&seesOwn=true')).toMatchObject({ guests: 1, guestPhotos: 1 });
    expect(await foresee('appearance=blurred')).toMatchObject({ photos: 2, guests: 0, links: 0 });
    await withhold(ben);
    expect(await foresee('appearance=withheld')).toMatchObject({ guests: 1, guestPhotos: 1 });
  });

  test('keeps back photos of which nobody knows yet whom they show', async () => {
    const stranger = await visitor();
    await upload('fresh.jpg').then((id) => finishPhoto(gateway, id, [{ k: 3, personId: null }]));
    expect(namesOf(await pageOf(stranger))).toContain('fresh.jpg');
    await withhold(ann);
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    await gateway.database.prisma.event.update({
      where: { id: eventId },
      data: { groupedRevision: 99, facesRevision: 99 },
    });
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png', 'fresh.jpg']);
  });

  test('tells open pages that something has changed', async () => {
    const stranger = await visitor();
    const stop = new AbortController();
    const stream = await stranger.fetch(`/guest/${gallery}/photos/changes`, { signal: stop.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const heard = (async () => {
      for (let text = ''; ;) {
        const part = await reader?.read();
        text += part?.value ?? '';
        if (part?.done === true || /^data: \S/m.test(text)) return text;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // how it is is known by then
    await withhold(ann);
    expect(await heard).toMatch(/^data: \S/m);
    stop.abort();
  });
});

describe('somebody blurred', () => {
  const content = {
    thumbnail: Buffer.from('blurred thumbnail'),
    preview: Buffer.from('blurred preview'),
    original: Buffer.from('a blurred JPEG of its own length'),
  };

  test('is kept back until the blurred files are made, and recognisable in nothing that leaves then', async () => {
    const stranger = await visitor();
    const before = (await stranger.fetch(`/photos/${photos.both}/original`)).headers.get('etag');
    await show(ann, { appearance: 'blurred' });
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    expect(await statuses(stranger, doors(photos.both, []))).toEqual([404, 404, 404, 404]);
    await blurAnn(photos.both, content);
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png', 'both.jpg']);
    for (const kind of ['thumbnail', 'preview', 'original'] as const) {
      const given = await stranger.fetch(`/photos/${photos.both}/${kind}`);
      expect([given.status, await given.text()]).toEqual([200, content[kind].toString()]);
    }
    const original = await stranger.fetch(`/photos/${photos.both}/original`, {
      headers: { range: 'bytes=2-8', 'if-range': before ?? '' },
    });
    expect([original.status, original.headers.get('content-length')]).toEqual([200, '32']);
    expect(original.headers.get('content-type')).toBe('image/jpeg');
    // the organizer's stay as they are
    const kept = await organizer.fetch(`/photos/${photos.both}/original`);
    expect(Buffer.from(await kept.arrayBuffer()).includes('blurred')).toBe(false);
    expect(kept.headers.get('etag')).toBe(before);
    const asAnn = await guestOf(gallery, ann);
    expect(await statuses(asAnn, doors(photos.both, faces.both))).toEqual([200, 200, 200, 200, 404, 404]);
  });

  test('is so in archives, whose lengths, sums and parts are those of the blurred files', async () => {
    const stranger = await visitor();
    await show(ann, { appearance: 'blurred' });
    await blurAnn(photos.both, content);
    const zip = zipSchema.parse(await (await stranger.post(`/guest/${gallery}/zips`, {})).json());
    expect(zip).toMatchObject({ photos: 2 });
    const path = zip.url.replace(/^\/api/, '');
    const bytes = Buffer.from(await (await stranger.fetch(path)).arrayBuffer());
    expect(bytes.length).toBe(zip.bytes);
    const entries = readZip((start, length) => bytes.subarray(start, start + length), bytes.length);
    const both = entries.find(({ name }) => name === 'both.jpg');
    expect(both).toMatchObject({ size: content.original.length, crc32: crc32(content.original) });
    const part = await stranger.fetch(path, { headers: { range: 'bytes=40-' } });
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(40))).toBe(true);
    // once Ann is shown again it is another archive, and no download goes on from one into the other
    const etag = part.headers.get('etag') ?? '';
    await show(ann, { appearance: 'open' });
    const after = await stranger.fetch(path, { headers: { range: 'bytes=40-', 'if-range': etag } });
    expect([after.status, after.headers.get('etag') === etag]).toEqual([200, false]);
    expect(Buffer.from(await after.arrayBuffer()).includes(content.original)).toBe(false);
  });

  test('wears the watermark too', async () => {
    const marked = await share({ scope: { kind: 'gallery' }, presentation: { watermark: true } });
    const stranger = await visitor(marked);
    await show(ann, { appearance: 'blurred' });
    const grey = sharp({ create: { width: 400, height: 300, channels: 3, background: '#808080' } });
    const preview = await grey.webp().toBuffer();
    await blurAnn(photos.both, { ...content, preview, thumbnail: preview });
    const given = await stranger.fetch(`/photos/${photos.both}/preview`);
    const drawn = Buffer.from(await given.arrayBuffer());
    const { channels } = await sharp(drawn).stats();
    expect(channels[0]?.max).toBeGreaterThan(200); // its letters
    expect(channels[0]?.mean).toBeGreaterThan(120);
  });
});

describe('somebody who objects', () => {
  async function object(
    path: string,
    { content, ...query }: { content: string; wish?: string; keep?: string; face?: string },
  ): Promise<ObjectionOutcome> {
    const form = new FormData();
    form.append('selfie', new Blob([content]), 'selfie.jpg');
    const asked = new URLSearchParams({ wish: 'withheld', ...query }).toString();
    const browser = new BrowserJar(gateway.origin);
    const sent = await browser.fetch(`${path}?${asked}`, { method: 'POST', body: form });
    return objectionOutcomeSchema.parse(await sent.json());
  }
  const bySelfie = (
    content: string,
    more: { wish?: string; keep?: string } = {},
  ): Promise<ObjectionOutcome> => object(`/guest/${gallery}/objections/selfie`, { content, ...more });
  const list = async () =>
    objectionsSchema.parse(await (await organizer.fetch(`/events/${eventId}/objections`)).json());
  const answer = (id: string, how: 'agree' | 'decline', body: object): Promise<Response> =>
    organizer.post(`/events/${eventId}/objections/${id}/${how}`, body);
  const statusOf = async (token: string) =>
    objectionStatusSchema.parse(await (await fetch(`${gateway.api}/objections/${token}`)).json());

  test('reads which event it is about before anything is asked, also where a password is needed, and counts as no visit', async () => {
    const { prisma } = gateway.database;
    await prisma.event.update({ where: { id: eventId }, data: { date: new Date('2026-06-20') } });
    const locked = await share({ scope: { kind: 'gallery' }, password: 'open sesame', maxGuests: 1 });
    const opened = await prisma.shareCode.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const answered = await new BrowserJar(gateway.origin).fetch(`/guest/${locked}/objections`);
    expect(objectionSubjectSchema.parse(await answered.json())).toMatchObject({
      ...{ eventName: 'Gala', eventDate: '2026-06-20', facesEnded: false },
      controller: { name: expect.any(String) as string, contact: expect.any(String) as string },
    });
    expect(await prisma.shareCode.findUniqueOrThrow({ where: { id: opened.id } })).toEqual(opened);
    expect((await fetch(`${gateway.api}/guest/${locked.slice(0, -2)}xx/objections`)).status).toBe(404);
  });

  test('by a selfie is kept back at once, with all photos of theirs, until the organizer answers; then as that says', async () => {
    const stranger = await visitor();
    const made = await bySelfie('face 1');
    expect(made).toMatchObject({ outcome: 'made', found: true, withheld: true });
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    expect(await statuses(stranger, doors(photos.both, []))).toEqual([404, 404, 404, 404]);
    const { objections } = await list();
    expect(objections).toMatchObject([
      { wish: 'withheld', state: 'waiting', keeps: false, people: [{ id: ann, photos: 2 }], faceIds: [] },
    ]);
    const [{ id = '' } = {}] = objections;
    expect((await answer(id, 'decline', { answer: '' })).status).toBe(422);
    expect((await answer(id, 'decline', { answer: 'That is my own child.' })).status).toBe(200);
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    expect(await refusalOf(await answer(id, 'agree', { appearance: 'withheld' }))).toEqual([
      409,
      'objection-answered',
    ]);
    if (made.outcome !== 'made') throw new Error(made.outcome);
    expect(await statusOf(made.token)).toMatchObject({ state: 'declined', answer: 'That is my own child.' });
  });

  test('is shown as agreed from then on, which the history of corrections tells', async () => {
    await bySelfie('face 1', { wish: 'blurred' });
    const [{ id = '' } = {}] = (await list()).objections;
    expect((await answer(id, 'agree', { appearance: 'blurred' })).status).toBe(200);
    const person = personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json());
    expect(person.appearance).toBe('blurred');
    const stranger = await visitor();
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    await blurAnn(photos.both, {
      ...{ thumbnail: Buffer.from('t'), preview: Buffer.from('p'), original: Buffer.from('o') },
    });
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png', 'both.jpg']);
    const history = await (await organizer.fetch(`/events/${eventId}/people/history`)).json();
    expect(history).toMatchObject({ edits: [{ kind: 'blur', personId: ann }] });
  });

  describe('once that was agreed to', () => {
    const agreedTo = async (appearance: 'withheld' | 'blurred' = 'withheld'): Promise<string> => {
      const made = await bySelfie('face 1', { wish: appearance });
      if (made.outcome !== 'made') throw new Error(made.outcome);
      const [{ id = '' } = {}] = (await list()).objections;
      expect((await answer(id, 'agree', { appearance })).status).toBe(200);
      return made.token;
    };
    const helper = async (): Promise<Session> => {
      const email = `helper-${randomUUID()}@example.org`;
      await gateway.addUser(email, 'collaborator');
      const { id: userId } = await gateway.database.prisma.user.findUniqueOrThrow({ where: { email } });
      await gateway.database.prisma.eventCollaborator.create({ data: { eventId, userId } });
      return gateway.signIn(email);
    };
    const change = (by: Session, update: PersonUpdate): Promise<Response> =>
      by.fetch(`/people/${ann}`, {
        ...{ method: 'PATCH', body: JSON.stringify(update) },
        headers: { 'content-type': 'application/json' },
      });
    const shownAs = async () =>
      personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json()).appearance;
    const newest = async (): Promise<string> =>
      personHistorySchema.parse(await (await organizer.fetch(`/events/${eventId}/people/history`)).json())
        .edits[0]?.id ?? '';

    test('is shown again by nobody who only helps: not on the page, not by undoing, not by taking faces out', async () => {
      await agreedTo();
      const helping = await helper();
      expect(await (await helping.fetch(`/people/${ann}`)).json()).toMatchObject({ agreed: 'withheld' });
      for (const update of [
        { appearance: 'open' },
        { appearance: 'blurred' },
        { appearance: 'withheld', seesOwn: true },
        { appearance: 'open', objectionAnswer: 'Because I say so.' },
      ] as const)
        expect(await refusalOf(await change(helping, update))).toEqual([403, 'objection-agreed']);
      const undo = `/events/${eventId}/people/history/${await newest()}/undo`;
      for (const asked of [
        helping.fetch(undo),
        helping.post(undo, {}),
        helping.post(`/events/${eventId}/people/undo`, {}),
      ])
        expect(await refusalOf(await asked)).toEqual([403, 'objection-agreed']);
      const parted = await helping.post(`/people/${ann}/split`, { faceIds: [faces.both[0]] });
      expect(await parted.json()).toMatchObject({ appearance: 'withheld' });
      expect(namesOf(await pageOf(await visitor()))).toEqual(['ben.png']);
      // what is no matter of it goes on
      expect((await change(helping, { name: 'Ann', hidden: true })).status).toBe(200);
      expect(await shownAs()).toBe('withheld');
    });

    test('is shown again by an organizer who takes that answer back, and says why: all of it is, and whoever objected reads it', async () => {
      const token = await agreedTo();
      const stranger = await visitor();
      expect(await refusalOf(await change(organizer, { appearance: 'open' }))).toEqual([
        409,
        'objection-agreed',
      ]);
      const undone = await organizer.post(`/events/${eventId}/people/undo`, {});
      expect(await refusalOf(undone)).toEqual([409, 'objection-agreed']);
      expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
      const why = { appearance: 'open', objectionAnswer: 'It was another Ann.' } as const;
      expect((await change(organizer, why)).status).toBe(200);
      expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
      expect(await statusOf(token)).toMatchObject({ state: 'declined', answer: 'It was another Ann.' });
      const { auditLine } = gateway.database.prisma;
      expect(await auditLine.count({ where: { eventId, action: 'objection.declined' } })).toBe(1);
    });

    test('may be blurred instead of withheld by an organizer, and whoever objected reads why', async () => {
      const token = await agreedTo();
      const why = { appearance: 'blurred', objectionAnswer: 'The group photo matters to all.' } as const;
      expect((await change(organizer, why)).status).toBe(200);
      const blurred = { thumbnail: Buffer.from('t'), preview: Buffer.from('p'), original: Buffer.from('o') };
      await blurAnn(photos.both, blurred);
      expect(namesOf(await pageOf(await visitor()))).toEqual(['ben.png', 'both.jpg']);
      expect(await statusOf(token)).toMatchObject({
        ...{ state: 'agreed', wish: 'blurred', answer: why.objectionAnswer },
      });
    });
  });

  test.each([
    ['first', 409, 'open'],
    ['second', 200, 'withheld'],
  ] as const)(
    'and takes it back in the moment in which an organizer agrees, coming %s: what is answered is what became of it',
    async (turn, answered, appearance) => {
      const made = await bySelfie('face 1');
      if (made.outcome !== 'made') throw new Error(made.outcome);
      const [{ id = '' } = {}] = (await list()).objections;
      const agree = (): Promise<Response> => answer(id, 'agree', { appearance: 'withheld' });
      const withdraw = (): Promise<Response> =>
        fetch(`${gateway.api}/objections/${made.token}`, {
          ...{ method: 'DELETE', headers: { origin: gateway.origin } },
        });
      const holding = await OpenTransaction.begin(gateway.env.DATABASE_URL);
      await holding.run('select 1 from "Event" where id = $1 for update', [eventId]);
      const [one, other] = turn === 'first' ? [withdraw, agree] : [agree, withdraw];
      const early = one();
      expect(await holding.holdsBack(early)).toBe(true);
      const late = other();
      await new Promise((resolve) => setTimeout(resolve, 300)); // it has found by then that the objection waits
      await holding.commit();
      const [first, second] = await Promise.all([early, late]);
      expect((turn === 'first' ? second : first).status).toBe(answered);
      expect((turn === 'first' ? first : second).status).toBe(204);
      const person = personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json());
      expect(person.appearance).toBe(appearance);
      expect(await statusOf(made.token)).toMatchObject({ state: 'withdrawn' });
    },
  );

  test('is listed in one statement, however many there are', async () => {
    const ask = (): Promise<Response> => organizer.fetch(`/events/${eventId}/objections`);
    // the fewest of some tries: the audit log is written at times of its own
    const counted = async (): Promise<number> => {
      const tries = [await statementsOf(ask), await statementsOf(ask), await statementsOf(ask)];
      return Math.min(...tries.map(({ length }) => length));
    };
    await bySelfie('face 1');
    const before = await counted();
    for (const content of ['face 2', 'face 1', 'face 2']) await bySelfie(content);
    expect((await list()).objections.map(({ people }) => people.map(({ id }) => id))).toEqual([
      [ben],
      [ann],
      [ben],
      [ann],
    ]);
    expect(await counted()).toBe(before);
  });

  test('is not shown with their face blurred by an agreement where they were withheld before', async () => {
    await withhold(ann);
    await bySelfie('face 1', { wish: 'blurred' });
    const [{ id = '' } = {}] = (await list()).objections;
    expect((await answer(id, 'agree', { appearance: 'blurred' })).status).toBe(200);
    const person = personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json());
    expect(person.appearance).toBe('withheld');
  });

  test('and points at a face in a photo that is then erased is kept back in the others all the same', async () => {
    const stranger = await visitor();
    const said = { wish: 'withheld', photoId: photos.ann, faceIds: [faces.ann] };
    expect((await stranger.post(`/guest/${gallery}/objections/faces`, said)).status).toBe(200);
    await new PhotoRepository(gateway.database).remove(photos.ann);
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
    expect((await list()).objections).toMatchObject([{ people: [{ id: ann }] }]);
  });

  test('and is found in later photos once that was agreed to is kept back in all of them', async () => {
    await bySelfie('face 9', { keep: 'true' });
    const [{ id = '' } = {}] = (await list()).objections;
    await answer(id, 'agree', { appearance: 'withheld' });
    await gateway.database.prisma.$executeRaw`
      update "Event" set "groupedRevision" = "facesRevision", "recognisedRevision" = "indexRevision" where id = ${eventId}::uuid`;
    const stranger = await visitor();
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    // a search names a few faces of a person
    await new ObjectionRepository(gateway.database).addFaces(id, [faces.ann]);
    expect(namesOf(await pageOf(stranger))).toEqual(['ben.png']);
  });

  test('may point at a face in a photo that the link shows, also at one that is nobody’s', async () => {
    const fresh = await upload('alone.jpg');
    const [face = ''] = await finishPhoto(gateway, fresh, [{ k: 3, personId: null }]);
    await gateway.database.prisma.event.update({
      where: { id: eventId },
      data: { groupedRevision: 99, facesRevision: 99 },
    });
    const stranger = await visitor();
    const asked = await stranger.fetch(`/guest/${gallery}/objections/photos/${fresh}/faces`);
    expect(await asked.json()).toMatchObject({ faces: [{ id: face }] });
    const point = (photoId: string, faceIds: string[]): Promise<Response> =>
      stranger.post(`/guest/${gallery}/objections/faces`, { wish: 'withheld', photoId, faceIds });
    expect((await point(fresh, [faces.ben])).status).toBe(422);
    expect((await point(fresh, [face])).status).toBe(200);
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    const [{ id = '', faceIds = [] } = {}] = (await list()).objections;
    expect(faceIds).toEqual([face]);
    await answer(id, 'agree', { appearance: 'withheld' });
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    // what the link does not show nobody can point at
    expect((await point(fresh, [face])).status).toBe(404);
  });

  test('whom nobody looks like yet is kept only where they ask for it, and photos wait until they were looked through', async () => {
    expect(await bySelfie('face 9')).toEqual({ outcome: 'not-found' });
    expect((await list()).objections).toEqual([]);
    const made = await bySelfie('face 9', { keep: 'true' });
    expect(made).toMatchObject({ outcome: 'made', found: false });
    const { embedding } = await gateway.database.prisma.objection.findFirstOrThrow({ where: { eventId } });
    expect(embedding?.length).toBeGreaterThan(0);
    const stranger = await visitor();
    await gateway.database.prisma.$executeRaw`
      update "Event" set "groupedRevision" = "facesRevision", "recognisedRevision" = "indexRevision" where id = ${eventId}::uuid`;
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    await upload('later.jpg').then((id) => finishPhoto(gateway, id, [{ k: 2, personId: ben }]));
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    await gateway.database.prisma.$executeRaw`
      update "Event" set "recognisedRevision" = "indexRevision" where id = ${eventId}::uuid`;
    expect(namesOf(await pageOf(stranger))).toContain('later.jpg');
  });

  test('takes it back by the address they were given, and nobody else does', async () => {
    const stranger = await visitor();
    const made = await bySelfie('face 1', { keep: 'true' });
    if (made.outcome !== 'made') throw new Error(made.outcome);
    const gone = await fetch(`${gateway.api}/objections/${made.token.slice(0, -2)}xx`, { method: 'DELETE' });
    expect(gone.status).toBe(404);
    const origin = { headers: { origin: gateway.origin } };
    expect(
      (await fetch(`${gateway.api}/objections/${made.token}`, { method: 'DELETE', ...origin })).status,
    ).toBe(204);
    expect(namesOf(await pageOf(stranger))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
    expect(await statusOf(made.token)).toMatchObject({ state: 'withdrawn', keeps: false });
    expect(await gateway.database.prisma.objectedFace.count({ where: { face: { eventId } } })).toBe(0);
  });

  test('keeps nothing back where the organizer decides first, and needs neither password nor place', async () => {
    const locked = await share({ scope: { kind: 'gallery' }, password: 'open sesame', maxGuests: 1 });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ withhold: false });
    await organizer.fetch(`/events/${eventId}/objections/settings`, { method: 'PUT', headers, body });
    const made = await object(`/guest/${locked}/objections/selfie`, { content: 'face 1' });
    expect(made).toMatchObject({ outcome: 'made', found: true, withheld: false });
    expect(namesOf(await pageOf(await visitor()))).toEqual(['ann.jpg', 'ben.png', 'both.jpg']);
  });

  test('is asked which face is theirs, and searched for by no other', async () => {
    const asked = await object(`/guest/${gallery}/objections/selfie`, { content: 'face 1 face 2' });
    if (asked.outcome !== 'several') throw new Error(asked.outcome);
    const [, second] = asked.faces;
    const made = await object(`/guest/${gallery}/objections/selfie`, {
      ...{ content: 'face 1 face 2', face: second?.box.join() ?? '' },
    });
    expect(made).toMatchObject({ outcome: 'made' });
    expect((await list()).objections[0]?.people.map(({ id }) => id)).toEqual([ben]);
  });
});

describe('somebody whose face data are erased', () => {
  const erase = (by: Session = organizer): Promise<Response> =>
    by.fetch(`/people/${ann}/faces`, { method: 'DELETE' });
  const facesOfAnn = () =>
    gateway.database.prisma.face.findMany({ where: { eventId, personId: ann }, orderBy: { id: 'asc' } });

  test('is found by nobody, cut out of nothing, and kept by no guest; how they are shown goes on', async () => {
    const own = await share({ scope: { kind: 'own-photos' } });
    const asAnn = await guestOf(own, ann);
    const { prisma } = gateway.database;
    const guest = await prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
    await prisma.guest.update({ where: { id: guest.id }, data: { keepLooking: true } });
    await prisma.keptSelfie.create({
      data: {
        id: randomUUID(),
        guestId: guest.id,
        embedding: Buffer.from('x'),
        model: 'm',
        createdAt: new Date(),
      },
    });
    await withhold(ann);
    expect(await (await erase()).json()).toEqual({ faces: 2, guests: 1 });
    for (const face of await facesOfAnn())
      expect(face).toMatchObject({
        embedding: null,
        second: null,
        embeddingModel: null,
      });
    expect(await prisma.keptSelfie.count({ where: { guestId: guest.id } })).toBe(0);
    expect(await prisma.matchedFace.count({ where: { guestId: guest.id } })).toBe(0);
    const register = { where: { who: guest.pseudonym ?? '' }, orderBy: { number: 'asc' } } as const;
    const told = [{ deed: 'given' }, { deed: 'narrowed', by: 'organizer', keepLooking: false }];
    expect(await prisma.consentEntry.findMany(register)).toMatchObject(told);
    expect((await organizer.fetch(`/faces/${faces.ann}/crop`)).status).toBe(404);
    const store = gateway.app.get<ObjectStore>(STORE);
    for (const id of [faces.ann, faces.both[0]])
      for (const key of [faceCropKey(eventId, id), faceAlignedKey(eventId, id)])
        await expect(store.head(key)).resolves.toBeNull();
    expect((await organizer.fetch(`/faces/${faces.both[1]}/crop`)).status).toBe(200);
    expect(namesOf(await pageOf(asAnn, own))).toEqual([]);
    expect(namesOf(await pageOf(await visitor()))).toEqual(['ben.png']);
    expect(await (await erase()).json()).toEqual({ faces: 2, guests: 0 });
    expect(await prisma.consentEntry.findMany(register), 'once').toMatchObject(told);
  });

  test('is not found again by a better detector: what it sees there takes the place, and nothing is made of it', async () => {
    await erase();
    const repository = new FaceRepository(gateway.database);
    const places = await placesIn(gateway, eventId);
    const find = (version: string, ids: string[], boxes: [number, number, number, number][]) =>
      repository.replaceFaces({
        ...{ photoId: photos.ann, version, places },
        faces: ids.map((id, place) => ({
          ...{ id, box: boxes[place] ?? [0, 0, 1, 1], score: 1, quality: 1 },
        })),
      });
    const [again, other] = [randomUUID(), randomUUID()];
    const found = await find('2', [again, other], [FACE_BOX, [500, 500, 20, 20]]);
    expect(found?.removedFaceIds).toContain(again);
    expect(await repository.findFaceIds(photos.ann)).toEqual([other]);
    const key = await gateway.app.get(EventKeys).open(eventId);
    if (!key) throw new Error('the event has no key');
    const sealed = (faceId: string) => ({
      faceId,
      embedding: sealEmbedding(key.sealing, embeddingOf(1), { faceId, model: 'm' }),
    });
    expect(await repository.saveEmbeddings(photos.ann, '2', { embedding: 'm' }, [sealed(other)])).toBe(true);
    await find('3', [], []);
    expect((await facesOfAnn()).map(({ id, erasedAt }) => [id, erasedAt === null])).toContainEqual([
      again,
      false,
    ]);
  });

  test('is so by nobody who only helps', async () => {
    await gateway.addUser('helper@example.org', 'collaborator');
    const helper = await gateway.signIn('helper@example.org');
    const { id } = await gateway.database.prisma.user.findUniqueOrThrow({
      where: { email: 'helper@example.org' },
    });
    await gateway.database.prisma.eventCollaborator.create({ data: { eventId, userId: id } });
    expect((await erase(helper)).status).toBe(403);
    expect((await facesOfAnn()).every(({ embedding }) => embedding !== null)).toBe(true);
  });
});

describe('what was wished', () => {
  test('is in the history, and taken back from there', async () => {
    await withhold(ann, true);
    const undone = await organizer.post(`/events/${eventId}/people/undo`, {});
    expect(await undone.json()).toMatchObject({ kind: 'withhold', back: 1 });
    const now = personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json());
    expect(now).toMatchObject({ appearance: 'open', seesOwn: false });
  });

  test('holds for whoever they become, and for both where one of two is withheld', async () => {
    await withhold(ben);
    await organizer.post(`/people/${ann}/merge`, { personIds: [ben] });
    const now = personSchema.parse(await (await organizer.fetch(`/people/${ann}`)).json());
    expect(now).toMatchObject({ appearance: 'withheld', seesOwn: false });
    expect(namesOf(await pageOf(await visitor()))).toEqual([]);
    await organizer.post(`/events/${eventId}/people/undo`, {});
    expect(namesOf(await pageOf(await visitor()))).toEqual(['ann.jpg']);
  });
});
