import { peopleOfGuest } from '@visage/database/testing/matched.people';
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import {
  CONSENT_VERSION,
  guestPhotoPageSchema,
  guestWelcomeSchema,
  selfieOutcomeSchema,
} from '@visage/contracts/guest.contract';
import { selfieFaultSchema } from '@visage/contracts/selfie.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import {
  SAFE_SHARE_DEFAULTS,
  shareCodeSchema,
  shareGuestsSchema,
  shareSchema,
  sharesSchema,
  viewAsSchema,
  type Share,
  type ShareCreate,
} from '@visage/contracts/share.contract';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { BrowserJar } from './testing/browser.jar.js';
import { SELFIE_LIMIT } from './limit/rate.settings.js';
import { placeOfFace, startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { CONTROLLER, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { TusClient } from './testing/tus.client.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';
import { refusalOf } from './testing/problem.code.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
/** Is told of a selfie that is `late`, with what has it answered. */
let onLateSelfie: (answer: () => void) => void = (answer) => answer();
let eventId: string;
/** Ann (face 1) is in both, Ben (face 2) in `group` only, Cleo (face 3) alone in `cleo`; face 4 belongs to nobody yet. */
let photos: { group: string; ann: string; cleo: string; loose: string };
let faces: Record<'ann' | 'ben' | 'cleo', string>;

beforeAll(async () => {
  gateway = await startGateway({ PUBLIC_URL: 'https://photos.example.org' });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL, async (image) => {
    if (!image.startsWith('late')) return;
    await new Promise<void>((answer) => onLateSelfie(answer));
  });
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  eventId = eventSchema.parse(
    await (await organizer.post('/events', { name: 'Wedding', date: '2026-06-20' })).json(),
  ).id;
  const people = await Promise.all([1, 2, 3].map(() => makePerson(gateway, eventId)));
  const [ann = '', ben = '', cleo = ''] = people;
  photos = {
    group: await upload('group.jpg'),
    ann: await upload('ann.jpg'),
    cleo: await upload('cleo.jpg'),
    loose: await upload('loose.jpg'),
  };
  const [annFace = '', benFace = ''] = await finishPhoto(gateway, photos.group, [
    { k: 1, personId: ann },
    { k: 2, personId: ben },
  ]);
  await finishPhoto(gateway, photos.ann, [{ k: 1, personId: ann }]);
  const [cleoFace = ''] = await finishPhoto(gateway, photos.cleo, [{ k: 3, personId: cleo }]);
  await finishPhoto(gateway, photos.loose, [{ k: 4, personId: null }]);
  faces = { ann: annFace, ben: benFace, cleo: cleoFace };
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});

async function upload(name: string): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(`bytes of ${name}`)]), name);
  const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
}

async function share(input: Partial<ShareCreate> = {}): Promise<{ share: Share; token: string }> {
  const response = await organizer.post(`/events/${eventId}/shares`, input);
  expect(response.status).toBe(201);
  const made = shareSchema.parse(await response.json());
  return { share: made, token: made.codes[0]?.url.split('/g/')[1] ?? '' };
}

const consentTo = (browser: BrowserJar, token: string, accepted = true) =>
  browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted });

function selfie(
  browser: BrowserJar,
  token: string,
  content: string | Uint8Array<ArrayBuffer>,
  face?: readonly number[],
  signal?: AbortSignal,
): Promise<Response> {
  const form = new FormData();
  form.append('selfie', new Blob([content]), 'selfie.jpg');
  const query = face ? `?face=${face.join(',')}` : '';
  return browser.fetch(`/guest/${token}/selfie${query}`, {
    ...{ method: 'POST', body: form },
    ...(signal && { signal }),
  });
}

const listed = async (browser: BrowserJar, token: string): Promise<string[]> =>
  guestPhotoPageSchema
    .parse(await (await browser.fetch(`/guest/${token}/photos`)).json())
    .photos.map((photo) => photo.fileName);

describe('a guest who wants their own photos', () => {
  test('is welcomed, consents, takes a selfie, and gets every photo they are in and no other', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    const welcome = guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${token}`)).json());
    expect(welcome).toEqual({
      ...{ eventName: 'Wedding', eventDate: '2026-06-20', accent: null, scope: 'own-photos' },
      rights: SAFE_SHARE_DEFAULTS.rights,
      ...{ consentVersion: CONSENT_VERSION, consented: false, identified: false },
      ...{ admission: 'open', approvalRequired: false, guestName: null },
      ...{ keepsLooking: false, lastVisit: null, hasPhotos: true, family: [] },
      ...{ faceSearch: 'offered', controller: { ...CONTROLLER, demo: false } },
      facesLastDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
    });
    expect(browser.names).toEqual([]);
    expect(await refusalOf(await browser.fetch(`/guest/${token}/photos`))).toEqual([403, 'selfie-required']);

    const consent = await consentTo(browser, token);
    expect(consent.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(guestWelcomeSchema.parse(await consent.json()).consented).toBe(true);
    const answer: unknown = await (await selfie(browser, token, 'face 1')).json();
    expect(answer).toEqual({ outcome: 'found', photos: 2, added: 2 });
    expect(await listed(browser, token)).toEqual(['group.jpg', 'ann.jpg']);
    expect(guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${token}`)).json()).identified).toBe(
      true,
    );

    for (const kind of ['thumbnail', 'preview', 'original']) {
      expect([kind, (await browser.fetch(`/photos/${photos.group}/${kind}`)).status]).toEqual([kind, 200]);
      expect([kind, (await browser.fetch(`/photos/${photos.cleo}/${kind}`)).status]).toEqual([kind, 404]);
    }
    const original = await browser.fetch(`/photos/${photos.ann}/original`);
    expect(
      createHash('sha256')
        .update(Buffer.from(await original.arrayBuffer()))
        .digest('hex'),
    ).toBe(createHash('sha256').update(photoBytes('bytes of ann.jpg')).digest('hex'));
    // bystanders: the guest's own face, nobody else's
    expect((await browser.fetch(`/faces/${faces.ann}/crop`)).status).toBe(200);
    expect((await browser.fetch(`/faces/${faces.ben}/crop`)).status).toBe(404);
    expect((await browser.fetch(`/events/${eventId}/people`)).status).toBe(401);
  });

  test('also gets photos of them that arrive later, and single faces nobody has grouped yet', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    expect(selfieOutcomeSchema.parse(await (await selfie(browser, token, 'face 4')).json())).toEqual({
      ...{ outcome: 'found', photos: 1, added: 1 },
    });
    expect(await listed(browser, token)).toEqual(['loose.jpg']);
    const later = await upload('later.jpg');
    const person = await makePerson(gateway, eventId);
    await finishPhoto(gateway, later, [{ k: 4, personId: person }]);
    await gateway.database.prisma.face.updateMany({
      where: { photoId: photos.loose },
      data: { personId: person },
    });
    expect(await listed(browser, token)).toEqual(['loose.jpg', 'later.jpg']);
    // the next selfie searches the event as it is now
    const other = new BrowserJar(gateway.origin);
    await consentTo(other, token);
    expect(await (await selfie(other, token, 'face 4')).json()).toMatchObject({
      outcome: 'found',
      photos: 2,
    });
  });

  test('whose selfie is as like one person as another is shown nobody’s photos, and finds their own by another selfie', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    expect(await (await selfie(browser, token, 'face 1/2')).json()).toEqual({ outcome: 'ambiguous' });
    expect(await listed(browser, token)).toEqual([]);
    expect(await (await selfie(browser, token, 'face 1')).json()).toMatchObject({ outcome: 'found' });
    expect(await listed(browser, token)).toEqual(['group.jpg', 'ann.jpg']);
  });

  test('is told honestly what became of a selfie', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    expect(await (await selfie(browser, token, 'nobody')).json()).toEqual({ outcome: 'no-face' });
    expect(await (await selfie(browser, token, 'nobody in the dark')).json()).toEqual({
      outcome: 'too-dark',
    });
    expect(await (await selfie(browser, token, 'face 99')).json()).toEqual({ outcome: 'not-found' });
    expect(await refusalOf(await selfie(browser, token, 'a text'))).toEqual([422, 'unreadable-selfie']);
    expect(await refusalOf(await selfie(browser, token, 'corrupt-image'))).toEqual([422, 'broken-selfie']);
    expect(await refusalOf(await selfie(browser, token, 'too-many-pixels'))).toEqual([
      413,
      'selfie-too-many-pixels',
    ]);
    const garbled = await selfie(browser, token, 'garbled');
    expect(garbled.headers.get('retry-after'), 'an answer that is none is no answer').toBe('5');
    expect(await refusalOf(garbled)).toEqual([503, 'search-unavailable']);
    expect(await refusalOf(await selfie(browser, token, ''))).toEqual([400, 'empty-selfie']);
    expect(await refusalOf(await selfie(browser, token, new Uint8Array(16 * 1024 * 1024)))).toEqual([
      413,
      'selfie-too-large',
    ]);
    expect(
      await (await selfie(browser, token, `face 3 ${'x'.repeat(14 * 1024 * 1024)}`)).json(),
    ).toMatchObject({ outcome: 'found', photos: 1 });
  });

  test.each(selfieFaultSchema.options)(
    'is told that a selfie is %s where nobody was found by it, and is shown the photos where somebody was',
    async (fault) => {
      const { token } = await share();
      const browser = new BrowserJar(gateway.origin);
      await consentTo(browser, token);
      expect(await (await selfie(browser, token, `face 99 ${fault}`)).json()).toEqual({ outcome: fault });
      expect(await (await selfie(browser, token, `face 3 ${fault}`)).json()).toMatchObject({
        outcome: 'found',
      });
    },
  );

  test('is asked which one they are where a selfie shows several, and is shown the photos of that one alone', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    const asked: unknown = await (await selfie(browser, token, 'face 2 face 3')).json();
    const faces = [2, 3].map((k, place) => ({
      box: placeOfFace(place),
      crop: Buffer.from(`crop of ${k}`).toString('base64'),
    }));
    expect(asked, 'boxes and pictures, nothing else of a face').toEqual({ outcome: 'several', faces });
    expect(await listed(browser, token), 'nobody is chosen').toEqual([]);
    expect(await refusalOf(await selfie(browser, token, 'face 2 face 3', [0.8, 0.2, 0.2, 0.4]))).toEqual([
      422,
      'no-such-face',
    ]);
    expect((await selfie(browser, token, 'face 2 face 3', [1, 2, 3])).status).toBe(422);
    const [x, y, width, height] = placeOfFace(1);
    const chosen = await selfie(browser, token, 'face 2 face 3', [x + 0.02, y, width, height]);
    expect(await chosen.json()).toEqual({ outcome: 'found', photos: 1, added: 1 });
    expect(await listed(browser, token)).toEqual(['cleo.jpg']);
  });

  test('may choose among several as often as others take selfies: the question does not count', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    for (let n = 0; n < SELFIE_LIMIT.max; n += 1) {
      expect((await selfie(browser, token, 'face 99 face 98')).status).toBe(200);
      expect((await selfie(browser, token, 'face 99 face 98', placeOfFace(1))).status).toBe(200);
    }
    expect((await selfie(browser, token, 'face 99 face 98', placeOfFace(0))).status).toBe(429);
  });

  test('who hangs up while they are searched for is not found, and nothing is recorded', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    const stop = new AbortController();
    const server: Server = gateway.app.getHttpServer();
    const closed = new Promise((resolve) =>
      server.once('request', ({ socket }: IncomingMessage) => socket.once('close', resolve)),
    );
    const asked = new Promise<() => void>((tell) => (onLateSelfie = tell));
    const given = expect(selfie(browser, token, 'late face 1', undefined, stop.signal)).rejects.toThrow();
    const answer = await asked;
    stop.abort();
    await given;
    await closed;
    answer();
    // asked later, answered later
    expect(await (await selfie(browser, token, 'face 99')).json()).toEqual({ outcome: 'not-found' });
    expect(await listed(browser, token)).toEqual([]);
  });

  test('who declines the search, where guests are counted or not, sends photos and sees what is open to all', async () => {
    for (const maxGuests of [null, 1]) {
      for (const kind of ['own-photos', 'gallery'] as const) {
        const { token } = await share({ scope: { kind }, rights: { upload: true }, maxGuests });
        const browser = new BrowserJar(gateway.origin);
        const welcome = guestWelcomeSchema.parse(await (await consentTo(browser, token, false)).json());
        expect([welcome.admission, welcome.consented, welcome.rights.upload]).toEqual(['open', false, true]);
        expect((await browser.post(`/guest/${token}/join`, { name: 'Noor' })).status).toBe(200);
        const uploads = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
        const bytes = photoBytes(`${kind} ${maxGuests}`);
        expect((await uploads.begin({ name: 'mine.jpg', bytes })).status).toBe(201);
        expect((await browser.fetch(`/guest/${token}/photos`)).status).toBe(kind === 'gallery' ? 200 : 403);
      }
    }
  });

  test('cannot search without consent, nor try face after face', async () => {
    const { token } = await share();
    const refusing = new BrowserJar(gateway.origin);
    expect(await refusalOf(await selfie(refusing, token, 'face 1'))).toEqual([403, 'consent-required']);
    const refused = guestWelcomeSchema.parse(await (await consentTo(refusing, token, false)).json());
    expect(refused.consented).toBe(false);
    expect(await refusalOf(await selfie(refusing, token, 'face 1'))).toEqual([403, 'consent-required']);
    expect(
      (await refusing.post(`/guest/${token}/consent`, { version: '1999-01-01', accepted: true })).status,
    ).toBe(422);
    const trying = new BrowserJar(gateway.origin);
    await consentTo(trying, token);
    const statuses = [];
    for (let k = 0; k < 11; k++) statuses.push((await selfie(trying, token, `face ${k}`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  test('who withdraws consent or asks to be forgotten leaves nothing behind', async () => {
    const { token, share: made } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    await selfie(browser, token, 'face 1');
    await consentTo(browser, token, false);
    expect(await refusalOf(await browser.fetch(`/guest/${token}/photos`))).toEqual([403, 'consent-required']);
    expect((await browser.fetch(`/photos/${photos.ann}/thumbnail`)).status).toBe(403);
    await consentTo(browser, token);
    expect(await listed(browser, token)).toEqual([]);
    await selfie(browser, token, 'face 1');
    expect((await browser.fetch(`/guest/${token}/me`, { method: 'DELETE' })).status).toBe(200);
    expect(browser.names).toEqual([]);
    const codes = made.codes.map((code) => code.id);
    expect(await gateway.database.prisma.guest.count({ where: { shareCodeId: { in: codes } } })).toBe(0);
    expect((await browser.fetch(`/photos/${photos.ann}/thumbnail`)).status).toBe(401);
  });

  test('keeps the selfie to themselves: neither database nor storage holds it, or a vector of it', async () => {
    const { token, share: made } = await share();
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    await selfie(browser, token, 'face 1');
    const [guest] = await gateway.database.prisma.guest.findMany({
      where: { shareCodeId: made.codes[0]?.id ?? '' },
    });
    expect(Object.keys(guest ?? {}).sort()).toEqual(
      [
        'id',
        'shareCodeId',
        'name',
        'approvedAt',
        'refusedAt',
        'consentVersion',
        'consentedAt',
        'identifiedAt',
        'createdAt',
        'seenAt',
        'keepLooking',
        'visitAt',
        'visitedAt',
        'companionOfId',
        'consentBy',
        'pseudonym',
      ].sort(),
    );
    expect(await peopleOfGuest(gateway.database, guest?.id ?? '')).toHaveLength(1);
  });
});

describe('a guest who is to be looked for', () => {
  const agree = (browser: BrowserJar, token: string, keepLooking: boolean) =>
    browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true, keepLooking });
  const kept = (share: Share): Promise<number> =>
    gateway.database.prisma.keptSelfie.count({ where: { guest: { shareCode: { shareId: share.id } } } });
  const page = async (browser: BrowserJar, token: string) =>
    guestPhotoPageSchema.parse(await (await browser.fetch(`/guest/${token}/photos`)).json());
  const welcome = async (browser: BrowserJar, token: string) =>
    guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${token}`)).json());

  test('is kept in mind, sealed, as long as they want to be', async () => {
    const { token, share: made } = await share();
    const browser = new BrowserJar(gateway.origin);
    await agree(browser, token, true);
    expect((await welcome(browser, token)).keepsLooking).toBe(true);
    await selfie(browser, token, 'face 9'); // of whom there is no photo yet
    expect(await kept(made)).toBe(1);
    const { embedding } = await gateway.database.prisma.keptSelfie.findFirstOrThrow();
    const probe = Float32Array.from({ length: 512 }, (_, i) => (i === 9 ? 1 : 0));
    expect(Buffer.from(embedding).includes(Buffer.from(probe.buffer, 0, 64))).toBe(false);
    await agree(browser, token, false);
    expect(await kept(made)).toBe(0);
    await selfie(browser, token, 'face 9');
    expect(await kept(made), 'searched once').toBe(0);
    await agree(browser, token, true);
    await selfie(browser, token, 'face 9');
    await browser.fetch(`/guest/${token}/me`, { method: 'DELETE' });
    expect(await kept(made)).toBe(0);
  });

  test('a second selfie adds to what the first one found, and one without a face changes nothing', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await agree(browser, token, true);
    await selfie(browser, token, 'face 3');
    await selfie(browser, token, 'nobody');
    await selfie(browser, token, 'face 9');
    expect(await listed(browser, token)).toEqual(['cleo.jpg']);
    const second: unknown = await (await selfie(browser, token, 'face 1')).json();
    expect(second).toEqual({ outcome: 'found', photos: 3, added: 2 });
    const third: unknown = await (await selfie(browser, token, 'face 1')).json();
    expect(third, 'nothing new').toEqual({ outcome: 'found', photos: 3, added: 0 });
    expect((await listed(browser, token)).sort()).toEqual(['ann.jpg', 'cleo.jpg', 'group.jpg']);
  });

  test('who comes back is told what is new, and what was taken back until they have read it', async () => {
    const { token } = await share();
    const browser = new BrowserJar(gateway.origin);
    await agree(browser, token, true);
    await selfie(browser, token, 'face 1');
    await welcome(browser, token);
    expect((await page(browser, token)).news).toEqual({ fresh: 0, withdrawn: 0, withheld: 0 });
    await gateway.clock.advance(2 * 60 * 60_000);
    organizer = await gateway.signIn('organizer@example.org');
    const { personId } = await gateway.database.prisma.face.findUniqueOrThrow({ where: { id: faces.ann } });
    const late = await upload('late.jpg');
    await finishPhoto(gateway, late, [{ k: 1, personId }]);
    expect((await welcome(browser, token)).lastVisit).not.toBeNull();
    const { news, photos: shown } = await page(browser, token);
    expect(news).toEqual({ fresh: 1, withdrawn: 0, withheld: 0 });
    expect(shown.filter(({ fresh }) => fresh).map(({ fileName }) => fileName)).toEqual(['late.jpg']);
    expect((await page(browser, token)).news, 'within the same visit').toEqual({
      fresh: 1,
      withdrawn: 0,
      withheld: 0,
    });
    await organizer.post(`/events/${eventId}/photos/trash`, { photoIds: [late] });
    expect((await page(browser, token)).news).toEqual({ fresh: 0, withdrawn: 1, withheld: 0 });
    expect((await browser.post(`/guest/${token}/photos/withdrawn/read`, {})).status).toBe(204);
    expect((await page(browser, token)).news).toEqual({ fresh: 0, withdrawn: 0, withheld: 0 });
    await browser.post(`/guest/${token}/photos/${photos.ann}/not-me`, {});
    expect((await page(browser, token)).news, 'their own word').toEqual({
      fresh: 0,
      withdrawn: 0,
      withheld: 0,
    });
    await browser.fetch(`/guest/${token}/photos/${photos.ann}/word`, { method: 'DELETE' });
  });

  test('an open page hears that photos may have come, until its link is closed', async () => {
    const { token, share: made } = await share({ scope: { kind: 'gallery' } });
    const browser = new BrowserJar(gateway.origin);
    const response = await browser.fetch(`/guest/${token}/photos/changes`);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<string> => {
      for (;;) {
        const { done, value = '' } = (await reader?.read()) ?? { done: true };
        if (done || value.includes('data: ') === !value.includes('heartbeat'))
          return done ? 'over' : 'changed';
      }
    };
    let first: string | null = null;
    const heardFirst = next().then((heard) => (first = heard));
    // one that comes before it has seen how things are is no change
    for (let n = 0; first === null; n += 1) {
      await finishPhoto(gateway, await upload(`${made.id} ${n}.jpg`), []);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await heardFirst).toBe('changed');
    expect((await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' })).status).toBe(204);
    await finishPhoto(gateway, await upload(`${made.id} again.jpg`), []);
    const heard = [await next(), await next()]; // one message may be on its way
    expect(heard).toContain('over');
  });
});

describe('links', () => {
  test('a gallery link shows everything that is ready, without asking anything', async () => {
    const { share: made, token } = await share({ scope: { kind: 'gallery' } });
    const browser = new BrowserJar(gateway.origin);
    const names = await listed(browser, token);
    expect(names).toEqual(expect.arrayContaining(['group.jpg', 'ann.jpg', 'cleo.jpg', 'loose.jpg']));
    expect((await browser.fetch(`/photos/${photos.cleo}/original`)).status).toBe(200);
    expect(await gateway.database.prisma.guest.count({ where: { shareCode: { shareId: made.id } } })).toBe(0);
  });

  test('a right that was not given is refused by the bytes themselves', async () => {
    const { token } = await share({
      scope: { kind: 'gallery' },
      rights: { original: false },
    });
    const browser = new BrowserJar(gateway.origin);
    await listed(browser, token);
    expect((await browser.fetch(`/photos/${photos.ann}/preview`)).status).toBe(200);
    expect(await refusalOf(await browser.fetch(`/photos/${photos.ann}/original`))).toEqual([
      403,
      'right-not-given',
    ]);
  });

  test('a revoked code or share closes at once, photos already open included', async () => {
    const { token, share: made } = await share({ scope: { kind: 'gallery' } });
    const second = shareCodeSchema.parse(
      await (await organizer.post(`/shares/${made.id}/codes`, { label: 'Table 2' })).json(),
    );
    const secondToken = second.url.split('/g/')[1] ?? '';
    const browser = new BrowserJar(gateway.origin);
    await listed(browser, token);
    expect((await browser.fetch(`/photos/${photos.ann}/thumbnail`)).status).toBe(200);
    expect((await organizer.fetch(`/codes/${made.codes[0]?.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await refusalOf(await browser.fetch(`/guest/${token}`))).toEqual([410, 'code-revoked']);
    expect((await browser.fetch(`/photos/${photos.ann}/thumbnail`)).status).toBe(410);
    expect((await browser.fetch(`/guest/${secondToken}`)).status).toBe(200);
    expect((await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await refusalOf(await browser.fetch(`/guest/${secondToken}`))).toEqual([410, 'share-revoked']);
    const { shares } = sharesSchema.parse(await (await organizer.fetch(`/events/${eventId}/shares`)).json());
    expect(shares.find((one) => one.id === made.id)?.attributes.limits.revokedAt).not.toBeNull();
  });

  test('an expired link says so, a made-up one opens nothing', async () => {
    const { token, share: made } = await share();
    await gateway.database.prisma.share.update({
      where: { id: made.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    const browser = new BrowserJar(gateway.origin);
    expect(await refusalOf(await browser.fetch(`/guest/${token}`))).toEqual([410, 'expired']);
    expect(await refusalOf(await consentTo(browser, token))).toEqual([410, 'expired']);
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const wrong of [changed, 'x'.repeat(44)]) {
      expect(await refusalOf(await browser.fetch(`/guest/${wrong}`))).toEqual([404, 'unknown-link']);
    }
  });

  test('expire after 90 days unless asked otherwise, and never hold what cannot be', async () => {
    const { share: made } = await share();
    const days = (Date.parse(made.attributes.limits.until ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    expect((await share({ until: null })).share.attributes.limits.until).toBeNull();
    const impossible = [
      { until: '2020-01-01T00:00:00Z' },
      { scope: { kind: 'albums', albumIds: [eventId] } },
      { scope: { kind: 'person', personId: eventId } },
    ];
    for (const input of impossible)
      expect((await organizer.post(`/events/${eventId}/shares`, input)).status).toBe(422);
  });

  test('the QR code is an image of the public address', async () => {
    const { share: made } = await share();
    const [code] = made.codes;
    expect(code?.url).toMatch(/^https:\/\/photos\.example\.org\/g\/[A-Za-z0-9_-]{44}$/);
    const png = await organizer.fetch(`/codes/${code?.id}/qr.png`);
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const svg = await organizer.fetch(`/codes/${code?.id}/qr.svg`);
    expect([svg.status, svg.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(await svg.text()).toContain('<svg');
  });
});

describe('what a code shows, as its organizer looks at it', () => {
  const view = async (codeId: string, query = '') =>
    viewAsSchema.parse(await (await organizer.fetch(`/codes/${codeId}/view${query}`)).json());

  test('is exactly what its holder and its guests get, with the reason of each photo', async () => {
    const { token, share: made } = await share();
    const codeId = made.codes[0]?.id ?? '';
    const scanned = await view(codeId);
    expect([scanned.presentation, scanned.nextCursor]).toEqual([made.attributes.presentation, null]);
    const first = await view(codeId, '?limit=2');
    const second = await view(codeId, `?limit=100&cursor=${first.nextCursor}`);
    expect([first.photos.length, [...first.photos, ...second.photos]]).toEqual([2, scanned.photos]);
    expect(new Set(scanned.photos.map(({ decision }) => decision.reason))).toEqual(
      new Set(['selfie-required']),
    );
    const browser = new BrowserJar(gateway.origin);
    await consentTo(browser, token);
    await selfie(browser, token, 'face 1');
    const { guests } = shareGuestsSchema.parse(
      await (await organizer.fetch(`/shares/${made.id}/guests`)).json(),
    );
    const seen = await view(codeId, `?guestId=${guests[0]?.id}&limit=100`);
    const shown = seen.photos.filter(({ decision }) => decision.allowed);
    expect(shown.map(({ fileName }) => fileName)).toEqual(await listed(browser, token));
    expect(new Set(shown.map(({ decision }) => decision.reason))).toEqual(new Set(['own-photos']));
    expect(seen.photos.find(({ id }) => id === photos.cleo)?.decision).toMatchObject({
      allowed: false,
      reason: 'outside-scope',
    });
    const may = Object.fromEntries(seen.actions.map(({ action, decision }) => [action, decision.allowed]));
    expect(may).toMatchObject({ 'photo.original': true, 'photo.metadata': false, 'event.selfie': true });
  });

  test('is what stands behind a password, which its organizer is not asked for', async () => {
    const { share: made, token } = await share({ scope: { kind: 'gallery' }, password: 'open sesame' });
    const { photos: seen } = await view(made.codes[0]?.id ?? '');
    expect(new Set(seen.map(({ decision }) => decision.reason))).toEqual(new Set(['share-gallery']));
    expect(await refusalOf(await new BrowserJar(gateway.origin).fetch(`/guest/${token}/photos`))).toEqual([
      403,
      'password-required',
    ]);
  });

  test('tells of nobody who is a guest of another code, and counts nothing', async () => {
    const { share: made } = await share();
    const other = await share();
    await consentTo(new BrowserJar(gateway.origin), other.token);
    const { guests } = shareGuestsSchema.parse(
      await (await organizer.fetch(`/shares/${other.share.id}/guests`)).json(),
    );
    const codeId = made.codes[0]?.id ?? '';
    expect((await organizer.fetch(`/codes/${codeId}/view?guestId=${guests[0]?.id}`)).status).toBe(404);
    await view(codeId);
    const { shares } = sharesSchema.parse(await (await organizer.fetch(`/events/${eventId}/shares`)).json());
    expect(shares.find(({ id }) => id === made.id)?.codes[0]?.opens).toBe(0);
  });
});

test('erasing an event takes its opened faces out of memory, and a guest who searches in that moment opens none', async () => {
  const { id } = eventSchema.parse(await (await organizer.post('/events', { name: 'Erased' })).json());
  const form = new FormData();
  form.append('photos', new Blob([photoBytes('bytes of the erased')]), 'erased.jpg');
  const sent = await organizer.fetch(`/events/${id}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, [{ k: 5, personId: await makePerson(gateway, id) }]);
  const made = shareSchema.parse(await (await organizer.post(`/events/${id}/shares`, {})).json());
  const token = made.codes[0]?.url.split('/g/')[1] ?? '';
  const browser = new BrowserJar(gateway.origin);
  await consentTo(browser, token);
  expect(await (await selfie(browser, token, 'face 5')).json()).toMatchObject({ outcome: 'found' });
  const cache = gateway.app.get(FaceIndexCache, { strict: false });
  expect(cache.holds(id)).toBe(true);
  await organizer.fetch(`/events/${id}`, { method: 'DELETE' });
  const late = selfie(browser, token, 'face 5');
  expect((await organizer.fetch(`/trash/events/${id}`, { method: 'DELETE' })).ok).toBe(true);
  expect((await late).ok).toBe(false);
  expect(cache.holds(id)).toBe(false);
});
