import {
  CONSENT_VERSION,
  guestPhotoPageSchema,
  photoClaimOutcomeSchema,
} from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { personEditSchema, personHistorySchema, type PersonEdit } from '@visage/contracts/person.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson, placesIn } from './testing/worker.stand-in.js';
import { refusalOf } from './testing/problem.code.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
let eventId: string;
let ann: string;
let ben: string;
/** Ids by name: Ann is in a1, a2 and a3, Ben in b1 and b2; `lone` shows a face of nobody, `empty` no face that was found. */
let photos: Record<string, string>;
let faces: Record<string, string>;

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

beforeEach(async () => {
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Party' })).json()).id;
  ann = await makePerson(gateway, eventId);
  ben = await makePerson(gateway, eventId);
  photos = {};
  faces = {};
  for (const name of ['a1', 'a2', 'a3']) await add(name, 1, ann);
  for (const name of ['b1', 'b2']) await add(name, 2, ben);
  await add('lone', 3, null);
  await add('empty', null, null);
});

async function add(name: string, k: number | null, personId: string | null): Promise<void> {
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(`${name} of ${eventId}`)]), name);
  const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  photos[name] = photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
  const [face = ''] = await finishPhoto(gateway, photos[name], k === null ? [] : [{ k, personId }]);
  faces[name] = face;
}

interface GuestOfTest {
  token: string;
  browser: BrowserJar;
  list(query?: string): Promise<string[]>;
  say(photo: string, word: 'not-me' | 'me' | 'word', body?: object): Promise<Response>;
}

const consentTo = (browser: BrowserJar, token: string, accepted = true) =>
  browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted });

/** @param k of the selfie; null for none */
async function guest(input: Partial<ShareCreate>, k: number | null, name?: string): Promise<GuestOfTest> {
  const share = shareSchema.parse(await (await organizer.post(`/events/${eventId}/shares`, input)).json());
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const browser = new BrowserJar(gateway.origin);
  await consentTo(browser, token);
  if (name !== undefined) await browser.post(`/guest/${token}/join`, { name });
  if (k !== null) {
    const form = new FormData();
    form.append('selfie', new Blob([`face ${k}`]), 'selfie.jpg');
    expect((await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: form })).status).toBe(200);
  }
  return {
    ...{ token, browser },
    async list(query = '') {
      const answer = await browser.fetch(`/guest/${token}/photos${query}`);
      return guestPhotoPageSchema.parse(await answer.json()).photos.map((photo) => photo.fileName);
    },
    say(photo, word, body = {}) {
      const path = `/guest/${token}/photos/${photos[photo]}/${word}`;
      return word === 'word' ? browser.fetch(path, { method: 'DELETE' }) : browser.post(path, body);
    },
  };
}

const GALLERY = { scope: { kind: 'gallery' as const } };
const MINE = '?whose=mine';
const outcomeOf = async (response: Response) => photoClaimOutcomeSchema.parse(await response.json()).outcome;
const history = async (): Promise<PersonEdit[]> =>
  personHistorySchema.parse(await (await organizer.fetch(`/events/${eventId}/people/history`)).json()).edits;
const answer = (edit: PersonEdit | undefined, word: 'undo' | 'accept') =>
  organizer.post(`/events/${eventId}/people/history/${edit?.id}/${word}`, {});
const links = () => new FaceLinkRepository(gateway.database).findOfEvent(eventId);
async function group(people: Record<string, (string | undefined)[]>): Promise<void> {
  const { facesRevision: revision } = await gateway.database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  await new PersonRepository(gateway.database).writePeople({
    ...{ eventId, revision, unassignedFaceIds: [] },
    people: Object.entries(people).map(([id, own]) => {
      const faceIds = own.map((name) => faces[name ?? ''] ?? '');
      return { id, coverFaceId: faceIds[0] ?? '', faceIds };
    }),
  });
}

describe('“that’s not me”', () => {
  test('takes the photo out at once and for good, and opens nothing else', async () => {
    const found = await guest({}, 1);
    const other = await guest({}, 2);
    expect(await found.list()).toEqual(['a1', 'a2', 'a3']);
    expect((await found.say('a2', 'not-me')).status).toBe(204);
    expect(await found.list()).toEqual(['a1', 'a3']);
    expect((await found.browser.fetch(`/photos/${photos['a2']}/original`)).status).toBe(404);
    expect((await found.browser.fetch(`/faces/${faces['a2']}/crop`)).status).toBe(404);

    await group({ [ann]: ['a1', 'a2', 'a3'], [ben]: ['b1', 'b2'] }); // as if grouping insisted
    await add('a4', 1, ann);
    expect(await found.list()).toEqual(['a1', 'a3', 'a4']);
    expect(await other.list(), 'others see what they saw').toEqual(['b1', 'b2']);
  });

  test('teaches the event that the face is another’s, as far as the guest knows', async () => {
    const found = await guest({}, 1);
    await found.say('a2', 'not-me');
    const apart = (await links()).map(({ kind, faceA, faceB }) => [kind, faceA, faceB]);
    expect(apart.sort()).toEqual(
      [
        ['cannot', faces['a2'], faces['a1']],
        ['cannot', faces['a2'], faces['a3']],
      ].sort(),
    );
    // in most of them not: then the guest is somebody else, and Ann stays whole
    await found.say('a3', 'not-me');
    expect(await links()).toEqual([]);
    expect(await gateway.database.prisma.face.count({ where: { personId: ann } })).toBe(3);
    expect(await found.list()).toEqual(['a1']);
    // in none: photos of Ann that come later are not theirs either
    await found.say('a1', 'not-me');
    await add('a4', 1, ann);
    expect(await found.list()).toEqual([]);
  });

  test('is told to the organizer, who can undo it whatever was corrected since', async () => {
    const found = await guest({}, 1, 'Cara');
    await found.say('a2', 'not-me');
    await organizer.fetch(`/people/${ann}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"Ann"}',
    });
    const said = (await history()).find(({ kind }) => kind === 'notMe');
    expect(said).toMatchObject({
      by: 'Cara',
      photoId: photos['a2'],
      personId: ann,
      waiting: false,
      undoneAt: null,
    });
    expect((await organizer.post(`/events/${eventId}/people/undo`, {})).status, 'undoes the name').toBe(200);
    expect(await found.list()).toEqual(['a1', 'a3']);
    expect(personEditSchema.parse(await (await answer(said, 'undo')).json()).undoneAt).not.toBeNull();
    expect(await found.list()).toEqual(['a1', 'a2', 'a3']);
    expect(await links()).toEqual([]);
    expect(await refusalOf(await answer(said, 'undo'))).toEqual([409, 'nothing-to-answer']);
  });

  test('is taken back by the guest, and said of no photo that is not theirs', async () => {
    const found = await guest({}, 1);
    await found.say('a2', 'not-me');
    expect(await refusalOf(await found.say('b1', 'not-me'))).toEqual([404, 'not-found']);
    const said = async () => {
      const lines = await gateway.database.prisma.auditLine.findMany({
        where: { eventId, action: 'guest.corrected' },
        orderBy: { id: 'asc' },
      });
      return lines.map(({ subjectId, detail }) => [subjectId, (detail as { edit: string }).edit]);
    };
    for (const photo of ['a2', 'a2', 'b1']) expect((await found.say(photo, 'word')).status).toBe(204);
    expect(await said(), 'what was not said is not told as taken back').toEqual([
      [photos['a2'], 'notMe'],
      [photos['a2'], 'takenBack'],
    ]);
    expect(await found.list()).toEqual(['a1', 'a2', 'a3']);
    expect(await history()).toEqual([]);
    const anybody = await guest(GALLERY, 1);
    expect(await refusalOf(await anybody.say('b1', 'not-me'))).toEqual([403, 'not-yours']);
  });
});

describe('“I’m in this one”', () => {
  test('adds a photo in which the guest was not found, and teaches the event', async () => {
    const found = await guest(GALLERY, 1);
    expect(await found.list(MINE)).toEqual(['a1', 'a2', 'a3']);
    const shown: unknown = await (
      await found.browser.fetch(`/guest/${found.token}/photos/${photos['lone']}/faces`)
    ).json();
    expect(shown).toEqual({ faces: [{ id: faces['lone'], box: [0, 0, 9, 9] }] }); // where, and not who
    expect(await outcomeOf(await found.say('lone', 'me', { faceId: faces['lone'] }))).toBe('added');
    expect(await found.list(MINE)).toEqual(['a1', 'a2', 'a3', 'lone']);
    expect((await links()).every(({ kind, faceA }) => kind === 'must' && faceA === faces['lone'])).toBe(true);
    expect(await links()).toHaveLength(3);
    expect(await refusalOf(await found.say('lone', 'me', { faceId: faces['lone'] }))).toEqual([
      409,
      'already-yours',
    ]);

    const [said] = await history();
    expect(said).toMatchObject({ kind: 'mine', photoId: photos['lone'], by: null });
    await answer(said, 'undo');
    expect(await found.list(MINE)).toEqual(['a1', 'a2', 'a3']);
    expect(
      await outcomeOf(await found.say('lone', 'me', { faceId: faces['lone'] })),
      'undone once, it asks',
    ).toBe('waiting');
  });

  test('about the face of somebody the event knows waits for the organizer, and gives away none of their photos', async () => {
    const thief = await guest(GALLERY, 1);
    const narrow = await guest({}, 1); // the same selfie, by a link to own photos
    expect(await outcomeOf(await thief.say('b1', 'me', { faceId: faces['b1'] }))).toBe('waiting');
    const page = guestPhotoPageSchema.parse(
      await (await thief.browser.fetch(`/guest/${thief.token}/photos`)).json(),
    );
    expect(page.photos.filter((photo) => photo.claimWaits).map((photo) => photo.fileName)).toEqual(['b1']);
    expect(await thief.list(MINE)).toEqual(['a1', 'a2', 'a3']);
    expect(await links()).toEqual([]);
    expect(await narrow.list()).toEqual(['a1', 'a2', 'a3']);

    const [claim] = await history();
    expect(claim).toMatchObject({ kind: 'mine', waiting: true, photoId: photos['b1'], faceId: faces['b1'] });
    expect((await answer(claim, 'accept')).status).toBe(200);
    expect(await thief.list(MINE)).toEqual(['a1', 'a2', 'a3', 'b1']);
    expect((await thief.browser.fetch(`/faces/${faces['b2']}/crop`)).status, 'Ben stays a stranger').toBe(
      404,
    );
    expect(await refusalOf(await answer(claim, 'accept'))).toEqual([409, 'nothing-to-answer']);

    await thief.say('b2', 'me', { faceId: faces['b2'] });
    const [second] = await history();
    await answer(second, 'undo');
    expect(await thief.list(MINE)).not.toContain('b2');
  });

  test('is not offered where a link opens only photos with the guest, nor beyond what it opens, nor without consent', async () => {
    const narrow = await guest({}, 1);
    expect(await refusalOf(await narrow.say('a1', 'me', { faceId: faces['a1'] }))).toEqual([
      403,
      'claims-not-offered',
    ]);
    expect(await refusalOf(await narrow.say('lone', 'me', { faceId: faces['lone'] }))).toEqual([
      404,
      'not-found',
    ]);
    expect((await narrow.browser.fetch(`/guest/${narrow.token}/photos/${photos['a1']}/faces`)).status).toBe(
      403,
    );

    const wide = await guest(GALLERY, null);
    await consentTo(wide.browser, wide.token, false);
    expect(await refusalOf(await wide.say('lone', 'me', { faceId: faces['lone'] }))).toEqual([
      403,
      'consent-required',
    ]);
    expect((await wide.browser.fetch(`/guest/${wide.token}/photos/${photos['lone']}/faces`)).status).toBe(
      403,
    );
    const stranger = new BrowserJar(gateway.origin);
    expect((await stranger.fetch(`/guest/${wide.token}/photos/${photos['lone']}/faces`)).status).toBe(403);
  });

  test('with a drawn box counts where no face was found, and a face found there later is theirs', async () => {
    const found = await guest(GALLERY, 1);
    const wrong = await found.say('empty', 'me', { box: [4, 4, 20, 3] });
    expect(problemSchema.parse(await wrong.json()).fields).toMatchObject([{ path: 'box' }]);
    expect(await outcomeOf(await found.say('empty', 'me', { box: [4, 4, 4, 4] }))).toBe('added');
    expect(await found.list(MINE)).toContain('empty');
    const id = '018f0000-0000-7000-8000-0000000000ab';
    const face = {
      id,
      box: [4, 4, 4, 4.2] as [number, number, number, number],
      score: 1,
      quality: 1,
    };
    await new FaceRepository(gateway.database).replaceFaces({
      photoId: photos['empty'] ?? '',
      version: 'better',
      places: await placesIn(gateway, eventId),
      faces: [face],
    });
    expect(new Set((await links()).map(({ faceA }) => faceA))).toEqual(new Set([id]));
    expect(
      await outcomeOf(await found.say('b1', 'me', { box: [0, 0, 9, 8] })),
      'a box around Ben is Ben’s face',
    ).toBe('waiting');
  });
});

test('a guest who withdraws consent, or is forgotten, leaves no correction and nothing that it taught', async () => {
  for (const leave of [
    ({ browser, token }: GuestOfTest) => consentTo(browser, token, false),
    ({ browser, token }: GuestOfTest) => browser.fetch(`/guest/${token}/me`, { method: 'DELETE' }),
  ]) {
    const found = await guest(GALLERY, 1);
    await found.say('a2', 'not-me');
    await found.say('lone', 'me', { faceId: faces['lone'] });
    expect((await links()).length).toBeGreaterThan(0);
    expect((await leave(found)).ok).toBe(true);
    expect(await links()).toEqual([]);
    expect(await history()).toEqual([]);
    expect(await gateway.database.prisma.face.count({ where: { personId: ann } }), 'Ann is whole again').toBe(
      3,
    );
  }
});

test('corrections are few in a while', async () => {
  const found = await guest({}, 1);
  const statuses = [];
  for (let i = 0; i < 31; i++)
    statuses.push((await found.say('a1', 'not-me')).status, (await found.say('a1', 'word')).status);
  expect(statuses.slice(0, 60).every((status) => status === 204)).toBe(true);
  expect(statuses.slice(60)).toEqual([429, 429]);
});
