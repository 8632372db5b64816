/** Shares and codes made, changed, narrowed and revoked in any order, while browsers open them and days go by. */
import { albumSchema } from '@visage/contracts/album.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareCodeSchema, shareSchema, type ShareCode } from '@visage/contracts/share.contract';
import { deed, MODEL_TIMEOUT_MS, pick, playModel, type Deed } from '@visage/testing/model.run';
import { photoBytes } from '@visage/testing/photo.bytes';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto } from './testing/worker.stand-in.js';

const START = new Date('2026-06-20T12:00:00Z');
const HOUR = 60 * 60_000;
const BROWSERS = 2;
const PASSWORDS = ['champagne', 'elderflower'] as const;

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let albumId: string;
/** The first lies in the album, the second in none. */
let photoIds: string[];

beforeAll(async () => {
  gateway = await startGateway({ SESSION_MINUTES: '1440' }); // a day, so that no sign-in is needed in between
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.clock.set(START);
  organizer = await gateway.signIn('organizer@example.org');
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
  const form = new FormData();
  for (const name of ['dance.jpg', 'cake.jpg']) form.append('photos', new Blob([photoBytes(name)]), name);
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  photoIds = photoUploadsSchema.parse(await sent.json()).uploads.map(({ photo }) => photo?.id ?? '');
  for (const photoId of photoIds) await finishPhoto(gateway, photoId, []);
  albumId = albumSchema.parse(
    await (await organizer.post(`/events/${eventId}/albums`, { name: 'Dance' })).json(),
  ).id;
  await organizer.post(`/events/${eventId}/albums/${albumId}/add`, { photoIds: photoIds.slice(0, 1) });
});
afterAll(() => gateway.stop());

/** What a share says. Moments are hours from the start. */
interface Terms {
  scope: 'gallery' | 'albums';
  preview: boolean;
  original: boolean;
  from: number | null;
  until: number | null;
  password: string | null;
}

interface KnownShare extends Terms {
  id: string;
  revoked: boolean;
  /** Counts the passwords that were set: one that was given opens nothing once there is another. */
  passwordNumber: number;
}

interface KnownCode {
  id: string;
  token: string;
  share: KnownShare;
  revoked: boolean;
  /** What it takes from its share. */
  original: boolean;
  until: number | null;
}

interface Browser {
  jar: BrowserJar;
  codes: Set<KnownCode>;
  /** By share, the number of the password that was given. */
  passwords: Map<KnownShare, number>;
}

interface Model {
  hour: number;
  shares: KnownShare[];
  codes: KnownCode[];
  browsers: Browser[];
}

type ShareDeed = Deed<Model, object>;

const isOpen = ({ hour }: Readonly<Model>, { share, revoked, until }: KnownCode): boolean =>
  !share.revoked &&
  !revoked &&
  (share.from === null || share.from <= hour) &&
  (share.until === null || hour < share.until) &&
  (until === null || hour < until);
const isRevoked = ({ share, revoked }: KnownCode): boolean => share.revoked || revoked;
const isUnlocked = (browser: Browser, { share }: KnownCode): boolean =>
  share.password === null || browser.passwords.get(share) === share.passwordNumber;
const shows = ({ share }: KnownCode, photo: number): boolean => share.scope === 'gallery' || photo === 0;
const gives = ({ share, original }: KnownCode, kind: 'preview' | 'original'): boolean =>
  kind === 'preview' ? share.preview : share.original && original;

const momentOf = (hour: number | null): string | null =>
  hour === null ? null : new Date(START.getTime() + hour * HOUR).toISOString();
const scopeOf = (scope: Terms['scope']): object =>
  scope === 'gallery' ? { kind: 'gallery' } : { kind: 'albums', albumIds: [albumId] };
const bodyOf = ({ scope, preview, original, from, until, password }: Terms): object => ({
  ...{ scope: scopeOf(scope), rights: { preview, original, zip: false }, password },
  ...{ from: momentOf(from), until: momentOf(until) },
});
const send = (method: string, path: string, body: object): Promise<Response> =>
  organizer.fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

function learn(
  model: Model,
  share: KnownShare,
  { id, url, rights, until }: ShareCode,
  untilHour: number | null,
): void {
  expect(until).toBe(momentOf(untilHour));
  const original = rights.original !== false;
  model.codes.push({
    id,
    token: url.split('/g/')[1] ?? '',
    share,
    revoked: false,
    original,
    until: untilHour,
  });
}

/** An end must lie ahead, and after the beginning; what does not is refused, as other tests say. */
const isAhead = ({ hour }: Readonly<Model>, until: number | null, from: number | null = null): boolean =>
  until === null || (until > hour && (from === null || from < until));

const make = (terms: Terms): ShareDeed =>
  deed({
    label: `make a share: ${JSON.stringify(terms)}`,
    can: (model) => isAhead(model, terms.until, terms.from),
    async run(model) {
      const response = await organizer.post(`/events/${eventId}/shares`, {
        name: 'Guests',
        ...bodyOf(terms),
      });
      expect(response.status).toBe(201);
      const made = shareSchema.parse(await response.json());
      const share = { ...terms, id: made.id, revoked: false, passwordNumber: 0 };
      model.shares.push(share);
      for (const code of made.codes) learn(model, share, code, null);
    },
  });

const hasShare = ({ shares }: Readonly<Model>): boolean => shares.length > 0;
const hasCode = ({ codes }: Readonly<Model>): boolean => codes.length > 0;
const change = ([which, terms]: [number, Terms]): ShareDeed =>
  deed({
    label: `change share ${which}: ${JSON.stringify(terms)}`,
    can: (model) =>
      hasShare(model) && !pick(model.shares, which).revoked && isAhead(model, terms.until, terms.from),
    async run(model) {
      const share = pick(model.shares, which);
      expect((await send('PATCH', `/shares/${share.id}`, bodyOf(terms))).status).toBe(200);
      Object.assign(share, terms, { passwordNumber: share.passwordNumber + 1 });
    },
  });

const revokeShare = (which: number): ShareDeed =>
  deed({
    label: `revoke share ${which}`,
    can: hasShare,
    async run(model) {
      const share = pick(model.shares, which);
      expect((await organizer.fetch(`/shares/${share.id}`, { method: 'DELETE' })).status).toBe(204);
      share.revoked = true;
    },
  });

const addCode = ([which, original, until]: [number, boolean, number | null]): ShareDeed =>
  deed({
    label: `add a code to share ${which}: ${original ? 'as the share' : 'no originals'}, until ${until}`,
    can: (model) => hasShare(model) && !pick(model.shares, which).revoked && isAhead(model, until),
    async run(model) {
      const share = pick(model.shares, which);
      const rights = original ? {} : { original: false };
      const response = await organizer.post(`/shares/${share.id}/codes`, {
        label: 'Table',
        rights,
        until: momentOf(until),
      });
      expect(response.status).toBe(201);
      learn(model, share, shareCodeSchema.parse(await response.json()), until);
    },
  });

const narrow = ([which, original, until]: [number, boolean, number | null]): ShareDeed =>
  deed({
    label: `change code ${which}: ${original ? 'as the share' : 'no originals'}, until ${until}`,
    can: (model) => hasCode(model) && !isRevoked(pick(model.codes, which)) && isAhead(model, until),
    async run(model) {
      const code = pick(model.codes, which);
      const rights = original ? {} : { original: false };
      expect((await send('PATCH', `/codes/${code.id}`, { rights, until: momentOf(until) })).status).toBe(200);
      Object.assign(code, { original, until });
    },
  });

const revokeCode = (which: number): ShareDeed =>
  deed({
    label: `revoke code ${which}`,
    can: hasCode,
    async run(model) {
      const code = pick(model.codes, which);
      expect((await organizer.fetch(`/codes/${code.id}`, { method: 'DELETE' })).status).toBe(204);
      code.revoked = true;
    },
  });

const open = ([who, which]: [number, number]): ShareDeed =>
  deed({
    label: `browser ${who} opens code ${which}`,
    can: hasCode,
    async run(model) {
      const [browser, code] = [pick(model.browsers, who), pick(model.codes, which)];
      const response = await browser.jar.fetch(`/guest/${code.token}/photos`);
      if (!isOpen(model, code) || !isUnlocked(browser, code)) {
        expect([401, 403, 410]).toContain(response.status);
        return;
      }
      expect(response.status).toBe(200);
      const { photos } = guestPhotoPageSchema.parse(await response.json());
      expect(photos.map(({ id }) => id).sort()).toEqual(
        photoIds.filter((_, photo) => shows(code, photo)).sort(),
      );
      browser.codes.add(code);
    },
  });

const givePassword = ([who, which, password]: [number, number, string]): ShareDeed =>
  deed({
    label: `browser ${who} gives ${password} for code ${which}`,
    can: (model) =>
      hasCode(model) &&
      isOpen(model, pick(model.codes, which)) &&
      pick(model.codes, which).share.password !== null,
    async run(model) {
      const [browser, { token, share }] = [pick(model.browsers, who), pick(model.codes, which)];
      const response = await browser.jar.post(`/guest/${token}/password`, { password });
      if (browser.passwords.get(share) === share.passwordNumber) return; // it is open already
      expect(response.ok).toBe(share.password === password);
      if (response.ok) browser.passwords.set(share, share.passwordNumber);
    },
  });

async function look(
  model: Model,
  browser: Browser,
  photo: number,
  kind: 'preview' | 'original',
): Promise<void> {
  const opens = (code: KnownCode): boolean =>
    isOpen(model, code) && isUnlocked(browser, code) && shows(code, photo) && gives(code, kind);
  const response = await browser.jar.fetch(`/photos/${photoIds[photo]}/${kind}`);
  await response.arrayBuffer();
  const meant = [...browser.codes].some(opens) ? [200] : [401, 403, 404, 410];
  expect(meant, `${kind} of photo ${photo}`).toContain(response.status);
}

const wait = (hours: number): ShareDeed =>
  deed({
    label: `${hours} hours go by`,
    async run(model) {
      model.hour += hours;
      await gateway.clock.set(new Date(START.getTime() + model.hour * HOUR));
    },
  });

async function start(): Promise<{ model: Model; real: object }> {
  await gateway.clock.set(START);
  const browsers = Array.from({ length: BROWSERS }, () => ({
    ...{
      jar: new BrowserJar(gateway.origin),
      codes: new Set<KnownCode>(),
      passwords: new Map<KnownShare, number>(),
    },
  }));
  return { model: { hour: 0, shares: [], codes: [], browsers }, real: {} };
}

/** What every browser gets of every photo, by all that it ever opened. */
async function end(model: Model): Promise<void> {
  for (const browser of model.browsers)
    for (const photo of photoIds.keys())
      for (const kind of ['preview', 'original'] as const) await look(model, browser, photo, kind);
}

test(
  'in any order of deeds, a browser gets exactly what the links that it opened give at that moment',
  async () => {
    const which = fc.nat(20);
    const hour = fc.option(fc.constantFrom(1, 2, 3, 5), { nil: null });
    const terms = fc.record<Terms>({
      scope: fc.constantFrom('gallery', 'albums'),
      preview: fc.boolean(),
      original: fc.boolean(),
      from: fc.option(fc.constantFrom(0, 1, 2), { nil: null, freq: 2 }),
      until: fc.option(fc.constantFrom(3, 4, 6), { nil: null }),
      password: fc.option(fc.constantFrom(...PASSWORDS), { nil: null, freq: 2 }),
    });
    const limits = fc.tuple(which, fc.boolean(), hour);
    const opens = fc.tuple(which, which).map(open);
    const given = fc.tuple(which, which, fc.constantFrom(...PASSWORDS)).map(givePassword);
    const changes = [
      fc.tuple(which, terms).map(change),
      which.map(revokeShare),
      limits.map(addCode),
      limits.map(narrow),
      which.map(revokeCode),
    ];
    const waits = fc.constantFrom(1, 1, 2).map(wait);
    await playModel({
      deeds: [terms.map(make), opens, opens, opens, given, given, waits, ...changes],
      start,
      end,
      length: 14,
    });
  },
  MODEL_TIMEOUT_MS,
);
