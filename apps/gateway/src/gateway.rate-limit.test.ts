/** @module Every limit there is, reached: `ROWS` says what it counts together. A limit without a row fails here. */
import { digestsOf } from '@visage/database/testing/photo.columns';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { shareSchema, type ShareCode, type ShareCreate } from '@visage/contracts/share.contract';
import { createShortCode } from '@visage/crypto/short.code';
import { photoBytes } from '@visage/testing/photo.bytes';
import type { Redis } from 'ioredis';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SELFIE_MAX_BYTES } from './guest/selfie.settings.js';
import { RateLimit } from './limit/rate.limit.js';
import * as settings from './limit/rate.settings.js';
import type { RateSetting } from './limit/rate.settings.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { PASSWORD, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { lowerLimit } from './testing/lowered.limit.js';
import { TusClient } from './testing/tus.client.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';
import { refusalOf } from './testing/problem.code.js';

/** Of a photo, here. */
const MAX_BYTES = 1000;
const LOGO_MAX_BYTES = 5 * 1024 * 1024;

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
let colleague: Session;
let eventId: string;
/** The guests of these tests are in all but the last, which shows nobody. */
let photoIds: string[];
let restore: () => void = () => undefined;

beforeAll(async () => {
  gateway = await startGateway({ TRUST_PROXY: '1', PHOTO_MAX_BYTES: String(MAX_BYTES) });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  for (const name of ['organizer', 'colleague', 'anna', 'ben'])
    await gateway.addUser(`${name}@example.org`, 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  colleague = await gateway.signIn('colleague@example.org');
  eventId = await makeEvent(organizer);
  const personId = await makePerson(gateway, eventId);
  photoIds = [];
  for (let n = 0; n < 4; n += 1) photoIds.push(await addPhoto(eventId, personId));
  photoIds.push(await addPhoto(eventId, null));
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});
afterEach(() => restore());

const limitTo = async (setting: RateSetting, max: number): Promise<void> => {
  restore();
  restore = await lowerLimit(gateway, setting, max);
};

let serial = 0;
const unique = (name: string): string => `${name}-${++serial}`;

async function makeEvent(session: Session): Promise<string> {
  return eventSchema.parse(await (await session.post('/events', { name: unique('Party') })).json()).id;
}
async function addPhoto(id: string, personId: string | null): Promise<string> {
  const form = new FormData();
  form.append('files', new File([photoBytes(unique('photo'))], 'a.jpg'));
  const sent = await organizer.fetch(`/events/${id}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, personId === null ? [] : [{ k: 1, personId }]);
  return photoId;
}

/** Two addresses of one household, and one of another. */
const [HERE, NEXT_ROOM, THERE] = ['2001:db8:1:2::10', '2001:db8:1:2:ffff::11', '2001:db8:1:3::10'];

/** Tries come through the proxy in front, from an address. */
function from(address: string | undefined, json?: unknown): RequestInit {
  const headers = { 'x-forwarded-for': address ?? '', 'content-type': 'application/json' };
  return { method: 'POST', headers, ...(json !== undefined && { body: JSON.stringify(json) }) };
}
const signIn =
  (email: string, password: string, address = HERE) =>
  () =>
    fetch(`${gateway.api}/session`, from(address, { email, password }));
const typeCode =
  (code: string, address = HERE) =>
  () =>
    fetch(`${gateway.api}/guest`, from(address, { code }));
const wrongCode = (address = HERE): Try => typeCode(createShortCode(), address);

interface Link {
  shareId: string;
  tokens: [string, string];
  codes: [ShareCode, ShareCode];
}
/** With two codes. */
async function makeLink(input: Partial<ShareCreate> = {}): Promise<Link> {
  const share = shareSchema.parse(
    await (
      await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' }, ...input })
    ).json(),
  );
  const second = (await (
    await organizer.post(`/shares/${share.id}/codes`, { label: 'Second' })
  ).json()) as ShareCode;
  const codes: [ShareCode, ShareCode] = [share.codes[0] ?? second, second];
  return { shareId: share.id, codes, tokens: [tokenOf(codes[0]), tokenOf(codes[1])] };
}
const tokenOf = ({ url }: ShareCode): string => url.split('/g/')[1] ?? '';

/** By somebody whom nobody in the photos looks like, and who asks to be found in later ones. */
const objectBy =
  (token: string, address: string): Try =>
  () => {
    const body = new FormData();
    body.append('selfie', new Blob(['face 9']), 'selfie.jpg');
    return fetch(`${gateway.api}/guest/${token}/objections/selfie?keep=true`, {
      ...{ method: 'POST', body, headers: { 'x-forwarded-for': address } },
    });
  };

interface GuestOfTest {
  selfie(address?: string): Promise<Response>;
  /** Says of the nth photo that somebody else is in it; takes that back; says to be in it. */
  disown(photo: number, address?: string): Promise<Response>;
  takeBack(photo: number, address?: string): Promise<Response>;
  claim(photo: number, address?: string): Promise<Response>;
  send(address?: string): Promise<Response>;
  zip(address?: string): Promise<Response>;
}
/** With a name, and consent to the face search. */
async function guestOf(token: string): Promise<GuestOfTest> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true });
  await browser.post(`/guest/${token}/join`, { name: 'Cara' });
  const say = (
    photo: number,
    word: string,
    address: string | undefined,
    body: object = {},
  ): Promise<Response> =>
    browser.fetch(`/guest/${token}/photos/${photoIds[photo]}/${word}`, from(address, body));
  return {
    selfie(address) {
      const body = new FormData();
      body.append('selfie', new Blob(['face 1']), 'selfie.jpg');
      return browser.fetch(`/guest/${token}/selfie`, {
        method: 'POST',
        body,
        headers: { 'x-forwarded-for': address ?? HERE ?? '' },
      });
    },
    disown: (photo, address = HERE) => say(photo, 'not-me', address),
    takeBack: (photo, address = HERE) =>
      browser.fetch(`/guest/${token}/photos/${photoIds[photo]}/word`, {
        method: 'DELETE',
        headers: { 'x-forwarded-for': address },
      }),
    claim: (photo, address = HERE) => say(photo, 'me', address, { box: [1, 1, 4, 4] }),
    send: (address = HERE) => {
      const tus = new TusClient((path, { headers, ...init }) => {
        const all = new Headers(headers);
        all.set('x-forwarded-for', address);
        return browser.fetch(path, { ...init, headers: all });
      }, `/guest/${token}/uploads`);
      return tus.begin({ name: 'a.jpg', bytes: photoBytes(unique('sent')) });
    },
    zip: (address = HERE) => browser.fetch(`/guest/${token}/zips`, from(address, {})),
  };
}
const guestsOf = (token: string): Promise<[GuestOfTest, GuestOfTest, GuestOfTest]> =>
  Promise.all([guestOf(token), guestOf(token), guestOf(token)]);
/** Known by a selfie. */
async function foundGuests(): Promise<[GuestOfTest, GuestOfTest, GuestOfTest]> {
  const { tokens } = await makeLink();
  const guests = await guestsOf(tokens[0]);
  for (const guest of guests) expect((await guest.selfie()).status).toBe(200);
  return guests;
}

type Try = () => Promise<Response>;
interface Row {
  /** Tries of one list count together, so that each after the first is one too many; those of two lists count apart. */
  subjects: Try[][];
  /** Where only wrong tries count: a right one of the first subject. */
  right?: Try;
  /** What tries leave behind; a refused one leaves nothing. */
  traces?: () => Promise<number>;
}

const ROWS: Record<string, () => Promise<Row>> = {
  SIGN_IN_LIMIT: async () => ({
    subjects: [
      [
        signIn('anna@example.org', 'wrong'),
        signIn('Anna@Example.org', 'wrong', NEXT_ROOM),
        signIn('anna@example.org', PASSWORD),
      ],
      [signIn('anna@example.org', 'wrong', THERE)],
      [signIn('ben@example.org', 'wrong')],
    ],
    right: signIn('anna@example.org', PASSWORD),
    traces: () => gateway.database.prisma.session.count(),
  }),
  SIGN_IN_ADDRESS_LIMIT: async () => ({
    subjects: [
      [
        signIn('anna@example.org', 'wrong'),
        signIn('nobody@example.org', 'wrong', NEXT_ROOM),
        signIn('ben@example.org', PASSWORD),
      ],
      [signIn('anna@example.org', 'wrong', THERE)],
    ],
    right: signIn('anna@example.org', PASSWORD),
    traces: () => gateway.database.prisma.session.count(),
  }),
  SIGN_IN_ACCOUNT_LIMIT: async () => ({
    subjects: [
      [
        signIn('anna@example.org', 'wrong'),
        signIn('ANNA@example.org', 'wrong', THERE),
        signIn('anna@example.org', PASSWORD),
      ],
      [signIn('ben@example.org', 'wrong')],
    ],
    right: signIn('anna@example.org', PASSWORD),
    traces: () => gateway.database.prisma.session.count(),
  }),
  COLLABORATOR_LIMIT: async () => {
    const invite = (session: Session, id: string) => () =>
      session.post(`/events/${id}/collaborators`, {
        email: `${unique('helper')}@example.org`,
        name: 'Hanna',
      });
    const [mine, another, theirs] = [eventId, await makeEvent(organizer), await makeEvent(colleague)];
    return {
      subjects: [[invite(organizer, mine), invite(organizer, another)], [invite(colleague, theirs)]],
      traces: () => gateway.database.prisma.user.count(),
    };
  },
  SELFIE_LIMIT: async () => {
    const [one, two] = await guestsOf((await makeLink()).tokens[0]);
    return { subjects: [[() => one.selfie(HERE), () => one.selfie(THERE)], [() => two.selfie(HERE)]] };
  },
  SELFIE_ADDRESS_LIMIT: async () => {
    const [one, two, three] = await guestsOf((await makeLink()).tokens[0]);
    return { subjects: [[() => one.selfie(HERE), () => two.selfie(NEXT_ROOM)], [() => three.selfie(THERE)]] };
  },
  OBJECTION_LIMIT: async () => {
    const { tokens } = await makeLink();
    return {
      subjects: [[objectBy(tokens[0], HERE), objectBy(tokens[1], NEXT_ROOM)], [objectBy(tokens[0], THERE)]],
      traces: () => gateway.database.prisma.objection.count(),
    };
  },
  OBJECTION_EVENT_LIMIT: async () => {
    const { tokens } = await makeLink();
    const other = await makeEvent(organizer);
    const made = await organizer.post(`/events/${other}/shares`, { scope: { kind: 'gallery' } });
    const [code] = shareSchema.parse(await made.json()).codes;
    return {
      subjects: [
        [objectBy(tokens[0], HERE), objectBy(tokens[1], THERE)],
        [objectBy(code ? tokenOf(code) : '', HERE)],
      ],
      traces: () => gateway.database.prisma.objection.count(),
    };
  },
  CORRECTION_LIMIT: async () => {
    const [one, two] = await foundGuests();
    return {
      subjects: [
        [() => one.disown(0), () => one.disown(1, THERE), () => one.takeBack(0), () => one.claim(4)],
        [() => two.disown(2)],
      ],
      traces: () => gateway.database.prisma.personEdit.count(),
    };
  },
  CORRECTION_ADDRESS_LIMIT: async () => {
    const [one, two, three] = await foundGuests();
    return {
      subjects: [
        [() => one.disown(0), () => two.disown(1, NEXT_ROOM), () => one.takeBack(0), () => two.claim(4)],
        [() => three.disown(2, THERE)],
      ],
      traces: () => gateway.database.prisma.personEdit.count(),
    };
  },
  JOIN_LIMIT: async () => {
    const { tokens } = await makeLink();
    const join =
      (token: string, address: string): Try =>
      () =>
        fetch(`${gateway.api}/guest/${token}/join`, from(address, { name: 'Cara' }));
    const consent =
      (address: string): Try =>
      () =>
        fetch(
          `${gateway.api}/guest/${tokens[0]}/consent`,
          from(address, { version: CONSENT_VERSION, accepted: true }),
        );
    return {
      subjects: [
        [join(tokens[0], HERE), join(tokens[1], NEXT_ROOM), consent(HERE)],
        [join(tokens[0], THERE)],
      ],
      traces: () => gateway.database.prisma.guest.count(),
    };
  },
  ZIP_LIMIT: async () => {
    const { tokens } = await makeLink();
    const [one, two] = await guestsOf(tokens[0]);
    const zip = (session: Session) => () => session.post(`/events/${eventId}/zips`, {});
    const byCode = (token: string, address: string) => () =>
      fetch(`${gateway.api}/guest/${token}/zips`, from(address, {}));
    await gateway.addUser('zips@example.org', 'admin');
    return {
      subjects: [
        [zip(organizer), zip(organizer)],
        [zip(await gateway.signIn('zips@example.org'))],
        [() => one.zip(HERE), () => one.zip(THERE)],
        [() => two.zip(HERE)],
        [byCode(tokens[0], HERE), byCode(tokens[0], THERE)],
        [byCode(tokens[1], HERE)],
      ],
      traces: () => gateway.database.prisma.zip.count(),
    };
  },
  TYPED_CODE_LIMIT: async () => {
    const { shortCode } = (await makeLink()).codes[0];
    return {
      subjects: [[wrongCode(), wrongCode(NEXT_ROOM), typeCode(shortCode)], [wrongCode(THERE)]],
      right: typeCode(shortCode),
    };
  },
  TYPED_CODE_TOTAL_LIMIT: async () => {
    const { shortCode } = (await makeLink()).codes[0];
    return {
      subjects: [[wrongCode(), wrongCode(THERE), typeCode(shortCode)]],
      right: typeCode(shortCode, THERE),
    };
  },
  SHARE_PASSWORD_LIMIT: async () => {
    const { tokens } = await makeLink({ password: 'champagne' });
    const give = giving(tokens);
    return {
      subjects: [
        [give(0, 'wrong'), give(0, 'wrong', NEXT_ROOM), give(0, 'champagne')],
        [give(0, 'wrong', THERE)],
        [give(1, 'wrong')],
      ],
      right: give(0, 'champagne'),
    };
  },
  SHARE_PASSWORD_TOTAL_LIMIT: async () => {
    const [give, another] = [
      giving((await makeLink({ password: 'champagne' })).tokens),
      giving((await makeLink({ password: 'champagne' })).tokens),
    ];
    return {
      subjects: [[give(0, 'wrong'), give(1, 'wrong', THERE), give(0, 'champagne')], [another(0, 'wrong')]],
      right: give(1, 'champagne', THERE),
    };
  },
  DISCLOSURE_LIMIT: () => {
    const ask = (session: Session) => () => session.fetch('/session/data.zip');
    return Promise.resolve({ subjects: [[ask(organizer), ask(organizer)], [ask(colleague)]] });
  },
  RECEIPT_LIMIT: () => {
    const ask = (address: string) => () =>
      fetch(`${gateway.api}/receipts/check`, from(address, { text: 'none' }));
    return Promise.resolve({ subjects: [[ask(HERE), ask(NEXT_ROOM)], [ask(THERE)]] });
  },
  GUEST_UPLOAD_LIMIT: async () => {
    const [one, two] = await guestsOf((await makeLink({ rights: { upload: true } })).tokens[0]);
    return {
      subjects: [[() => one.send(HERE), () => one.send(THERE)], [() => two.send(HERE)]],
      traces: () => gateway.database.prisma.upload.count(),
    };
  },
  GUEST_UPLOAD_ADDRESS_LIMIT: async () => {
    const [one, two, three] = await guestsOf((await makeLink({ rights: { upload: true } })).tokens[0]);
    return {
      subjects: [[() => one.send(HERE), () => two.send(NEXT_ROOM)], [() => three.send(THERE)]],
      traces: () => gateway.database.prisma.upload.count(),
    };
  },
};

function giving(tokens: [string, string]) {
  return (code: 0 | 1, password: string, address = HERE): Try =>
    () =>
      fetch(`${gateway.api}/guest/${tokens[code]}/password`, from(address, { password }));
}

const LIMITS: [string, RateSetting][] = Object.entries(settings);
const rowOf = async (name: string): Promise<Row> => {
  const row = ROWS[name];
  if (!row) throw new Error(`${name} has no row: say what it counts together`);
  return row();
};
const ONLY_WRONG_COUNT = [
  'SIGN_IN_LIMIT',
  'SIGN_IN_ADDRESS_LIMIT',
  'SIGN_IN_ACCOUNT_LIMIT',
  'TYPED_CODE_LIMIT',
  'TYPED_CODE_TOTAL_LIMIT',
  'SHARE_PASSWORD_LIMIT',
  'SHARE_PASSWORD_TOTAL_LIMIT',
];

async function expectRefusal(response: Response, { detail, windowSeconds }: RateSetting): Promise<void> {
  const problem = problemSchema.parse(await response.json());
  expect(problem).toMatchObject({ status: 429, code: 'too-many-requests', detail });
  const wait = Number(response.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(windowSeconds);
}
/** What a try that counts is answered; whether it was right is another matter. */
async function expectTaken(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status, text).not.toBe(429);
  expect(response.status, text).toBeLessThan(500);
}

test('the table has every limit, and two limits never share a counter', () => {
  expect(Object.keys(ROWS).sort()).toEqual(LIMITS.map(([name]) => name).sort());
  expect(new Set(LIMITS.map(([, { name }]) => name)).size).toBe(LIMITS.length);
});

describe.each(LIMITS)('%s', (name, setting) => {
  test('ends at its number of tries, for whom it counts and for nobody else', async () => {
    const { subjects, traces, right } = await rowOf(name);
    expect(right !== undefined).toBe(ONLY_WRONG_COUNT.includes(name));
    await limitTo(setting, 1);
    for (const [first, ...others] of subjects) {
      if (first) await expectTaken(await first());
      const before = await traces?.();
      for (const other of others) await expectRefusal(await other(), setting);
      expect(await traces?.()).toBe(before);
    }
  });
});

describe.each(LIMITS.filter(([name]) => ONLY_WRONG_COUNT.includes(name)))('%s', (name, setting) => {
  test('counts no right try, and forgets no more than it should', async () => {
    const { subjects, right } = await rowOf(name);
    const [wrong, another] = [subjects[0]?.[0], subjects[1]?.[0]];
    if (!right || !wrong) throw new Error(`${name} needs a right try`);
    await limitTo(setting, 1);
    for (let time = 0; time < 3; time += 1) expect((await right()).ok).toBe(true);
    await expectTaken(await wrong());
    await expectRefusal(await wrong(), setting);

    // one is right: that one is taken back, or all of this subject's; nothing of anybody else's
    await limitTo(setting, 2);
    for (const one of [wrong, another, another]) if (one) await expectTaken(await one());
    expect((await right()).ok).toBe(true);
    await expectTaken(await wrong());
    if (setting === settings.SIGN_IN_LIMIT) await expectTaken(await wrong());
    await expectRefusal(await wrong(), setting);
    if (another) await expectRefusal(await another(), setting);
  });
});

describe('what is limited otherwise', () => {
  const patch = (session: Session, path: string, body: object): Promise<Response> =>
    session.fetch(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sendForm = (session: Session, path: string, content: Uint8Array<ArrayBuffer>): Promise<Response> => {
    const form = new FormData();
    form.append('files', new File([content], 'a.jpg'));
    return session.fetch(path, { method: 'POST', body: form });
  };
  const bytesOf = (size: number): Uint8Array<ArrayBuffer> =>
    photoBytes(unique('bytes').padEnd(size - photoBytes('').length, '.'));

  test('a guest sends on until 500 photos wait for the host, and again once one of them is looked at', async () => {
    const { tokens } = await makeLink({ rights: { upload: true } });
    const [eager, other] = await guestsOf(tokens[0]);
    expect((await eager.send()).status).toBe(201);
    const { guestId } = await gateway.database.prisma.upload.findFirstOrThrow({
      orderBy: { createdAt: 'desc' },
    });
    const held = (count: number) => {
      const rows = Array.from({ length: count }, () => {
        const digests = digestsOf(unique('held'));
        return { eventId, fileName: 'a.jpg', ...digests, bytes: 1, guestId, heldAt: new Date() };
      });
      return gateway.database.prisma.photo.createMany({ data: rows });
    };
    await held(499);
    expect((await eager.send()).status).toBe(201);
    await held(1);
    const uploads = await gateway.database.prisma.upload.count();
    expect(await refusalOf(await eager.send())).toEqual([409, 'too-many-held']);
    expect(await gateway.database.prisma.upload.count()).toBe(uploads);
    expect((await other.send()).status).toBe(201);
    const one = await gateway.database.prisma.photo.findFirstOrThrow({ where: { guestId } });
    await organizer.post(`/events/${eventId}/photos/approve`, { photoIds: [one.id] });
    expect((await eager.send()).status).toBe(201);
    await gateway.database.prisma.photo.deleteMany({ where: { guestId } });
  });

  test('a share has 2000 codes and not one more, also of a batch', async () => {
    const { shareId } = await makeLink();
    const add = (...labels: string[]) => organizer.post(`/shares/${shareId}/codes/batch`, { labels });
    const count = () => gateway.database.prisma.shareCode.count({ where: { shareId } });
    await gateway.database.prisma.shareCode.createMany({
      data: Array.from({ length: 1997 }, () => ({ shareId, label: 'Seat' })),
    });
    expect(await refusalOf(await add('Table 1', 'Table 2'))).toEqual([409, 'too-many-codes']);
    expect(await count()).toBe(1999);
    expect((await add('Table 1')).status).toBe(201);
    expect(await refusalOf(await organizer.post(`/shares/${shareId}/codes`, { label: 'Table 2' }))).toEqual([
      409,
      'too-many-codes',
    ]);
    expect(await count()).toBe(2000);
  });

  test('a share for one guest admits one, by joining or by consent, and another share its own', async () => {
    const [one, other] = [await makeLink({ maxGuests: 1 }), await makeLink({ maxGuests: 1 })];
    const consent = (token: string) =>
      new BrowserJar(gateway.origin).post(`/guest/${token}/consent`, {
        version: CONSENT_VERSION,
        accepted: true,
      });
    const join = (token: string) => new BrowserJar(gateway.origin).post(`/guest/${token}/join`, {});
    expect((await consent(one.tokens[0])).status).toBe(200);
    for (const late of [join(one.tokens[1]), consent(one.tokens[0])])
      expect(await refusalOf(await late)).toEqual([403, 'guests-full']);
    expect((await join(other.tokens[0])).status).toBe(200);
  });

  test('an organizer has as many events, and as many bytes of photos, as an administrator allows', async () => {
    await gateway.addUser('root@example.org', 'admin');
    const admin = await gateway.signIn('root@example.org');
    const userId = await gateway.addUser('small@example.org', 'organizer');
    const small = await gateway.signIn('small@example.org');
    expect((await patch(admin, `/admin/users/${userId}`, { quotaEvents: 1, quotaBytes: 100 })).status).toBe(
      200,
    );
    const id = await makeEvent(small);
    expect(await refusalOf(await small.post('/events', { name: 'Second' }))).toEqual([409, 'quota-exceeded']);
    expect((await colleague.post('/events', { name: 'Not mine' })).status).toBe(201);
    const tus = new TusClient((path, init) => small.fetch(path, init), `/events/${id}/uploads`);
    expect(await refusalOf(await tus.begin({ name: 'a.jpg', bytes: bytesOf(101) }))).toEqual([
      409,
      'quota-exceeded',
    ]);
    expect((await tus.sendWhole({ name: 'a.jpg', bytes: bytesOf(100) })).headers.get('upload-outcome')).toBe(
      'stored',
    );
    expect(await refusalOf(await tus.begin({ name: 'a.jpg', bytes: bytesOf(20) }))).toEqual([
      409,
      'quota-exceeded',
    ]);
    const { uploads } = photoUploadsSchema.parse(
      await (await sendForm(small, `/events/${id}/photos`, bytesOf(20))).json(),
    );
    expect(uploads).toMatchObject([{ outcome: 'refused', photo: null }]);
  });

  test('a photo is as large as it may be, and not a byte larger, whoever sends it and how', async () => {
    const tus = new TusClient((path, init) => organizer.fetch(path, init), `/events/${eventId}/uploads`);
    expect((await tus.begin({ name: 'a.jpg', bytes: bytesOf(MAX_BYTES) })).status).toBe(201);
    expect(await refusalOf(await tus.begin({ name: 'a.jpg', bytes: bytesOf(MAX_BYTES + 1) }))).toEqual([
      413,
      'too-large',
    ]);
    const outcomes = [];
    for (const size of [MAX_BYTES, MAX_BYTES + 1]) {
      const sent = await sendForm(organizer, `/events/${eventId}/photos`, bytesOf(size));
      outcomes.push(photoUploadsSchema.parse(await sent.json()).uploads[0]?.outcome);
    }
    expect(outcomes).toEqual(['stored', 'refused']);
  });

  test('a selfie and a logo are as large as they may be, and not a byte larger', async () => {
    const { tokens } = await makeLink();
    const browser = new BrowserJar(gateway.origin);
    await browser.post(`/guest/${tokens[0]}/consent`, { version: CONSENT_VERSION, accepted: true });
    const selfie = (size: number): Promise<Response> => {
      const body = new FormData();
      body.append('selfie', new Blob(['nobody'.padEnd(size, '.')]), 'selfie.jpg');
      return browser.fetch(`/guest/${tokens[0]}/selfie`, { method: 'POST', body });
    };
    expect((await selfie(SELFIE_MAX_BYTES)).status).toBe(200);
    expect(await refusalOf(await selfie(SELFIE_MAX_BYTES + 1))).toEqual([413, 'selfie-too-large']);
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    const logo = (size: number): Promise<Response> =>
      sendForm(
        organizer,
        `/events/${eventId}/logo`,
        Uint8Array.from(Buffer.concat([picture, Buffer.alloc(size - picture.length)])),
      );
    expect((await logo(LOGO_MAX_BYTES)).status).toBe(204);
    expect(await refusalOf(await logo(LOGO_MAX_BYTES + 1))).toEqual([413, 'logo-too-large']);
  });
});

test('nobody is let through uncounted while Redis is away', async () => {
  const away = { eval: () => Promise.reject(new Error('Connection is closed.')) } as unknown as Redis;
  const taken = new RateLimit(away).take(settings.SIGN_IN_LIMIT, 'anybody');
  await expect(taken).rejects.toMatchObject({ status: 503, code: 'busy' });
});

test('giving back a try that was counted in a window before leaves no more tries than there are', async () => {
  await limitTo(settings.ZIP_LIMIT, 1);
  const limit = gateway.app.get(RateLimit, { strict: false });
  await limit.giveBack(settings.ZIP_LIMIT, 'somebody');
  await limit.take(settings.ZIP_LIMIT, 'somebody');
  await expect(limit.take(settings.ZIP_LIMIT, 'somebody')).rejects.toMatchObject({ status: 429 });
});
