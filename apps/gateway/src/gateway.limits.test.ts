import { CONSENT_VERSION, guestAdmissionSchema, guestWelcomeSchema } from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoMetadataSchema, photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import {
  shareCodeSchema,
  shareGuestsSchema,
  shareSchema,
  type Share,
} from '@visage/contracts/share.contract';
import { holdTransaction } from '@visage/database/testing/held.transaction';
import { previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { STORE } from '@visage/host/host.token';
import { photoBytes } from '@visage/testing/photo.bytes';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let photoId: string;
const preview = sharp({ create: { width: 640, height: 480, channels: 3, background: '#406080' } })
  .webp()
  .toBuffer();

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
  const form = new FormData();
  form.append('photos', new Blob([photoBytes('bytes')]), 'dance.jpg');
  const sent = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, []);
  const store = gateway.app.get<ObjectStore>(STORE);
  for (const kind of ['preview', 'thumbnail'] as const)
    await store.put(previewKey(eventId, photoId, kind, 1), await preview);
});
afterAll(() => gateway.stop());

const GALLERY = { scope: { kind: 'gallery' } };
async function make(input: object): Promise<{ share: Share; token: string }> {
  const response = await organizer.post(`/events/${eventId}/shares`, { ...GALLERY, ...input });
  expect(response.status).toBe(201);
  const share = shareSchema.parse(await response.json());
  return { share, token: share.codes[0]?.url.split('/g/')[1] ?? '' };
}
const change = (share: Share, body: object): Promise<Response> =>
  organizer.fetch(`/shares/${share.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const browser = (): BrowserJar => new BrowserJar(gateway.origin);
const welcome = async (guest: BrowserJar, token: string) =>
  guestWelcomeSchema.parse(await (await guest.fetch(`/guest/${token}`)).json());
const photoStatus = async (guest: BrowserJar): Promise<number> =>
  (await guest.fetch(`/photos/${photoId}/thumbnail`)).status;
const problemOf = async (response: Response) => {
  const { code, fields } = problemSchema.parse(await response.json());
  return [response.status, code, ...(fields ?? []).map(({ path }) => path)];
};
const guestsOf = async ({ id }: Share) =>
  shareGuestsSchema.parse(await (await organizer.fetch(`/shares/${id}/guests`)).json()).guests;

describe('a share with a password', () => {
  test('shows nothing before it is given, and remembers it in that browser alone', async () => {
    const { share, token } = await make({ password: 'open sesame' });
    expect(share.attributes.limits.passwordRequired).toBe(true);
    expect(JSON.stringify(share)).not.toMatch(/argon2|sesame|passwordId/);
    const guest = browser();
    expect((await welcome(guest, token)).admission).toBe('password');
    expect(await problemOf(await guest.fetch(`/guest/${token}/photos`))).toEqual([403, 'password-required']);
    const consent = { version: CONSENT_VERSION, accepted: true };
    expect((await guest.post(`/guest/${token}/consent`, consent)).status).toBe(403);
    const wrong = await guest.post(`/guest/${token}/password`, { password: 'Open Sesame' });
    expect(await problemOf(wrong)).toEqual([403, 'wrong-password', 'password']);
    const right = await guest.post(`/guest/${token}/password`, { password: 'open sesame' });
    expect(guestWelcomeSchema.parse(await right.json()).admission).toBe('open');
    expect((await guest.fetch(`/guest/${token}/photos`)).status).toBe(200);
    expect(await photoStatus(guest)).toBe(200);
    expect((await welcome(browser(), token)).admission).toBe('password');
  });

  test('asks everybody again once the password is changed, and nobody once it is taken away', async () => {
    const { share, token } = await make({ password: 'first one' });
    const guest = browser();
    await guest.post(`/guest/${token}/password`, { password: 'first one' });
    await guest.fetch(`/guest/${token}/photos`);
    await change(share, { password: 'second one' });
    expect(await photoStatus(guest)).toBe(403);
    expect((await welcome(guest, token)).admission).toBe('password');
    expect((await guest.post(`/guest/${token}/password`, { password: 'first one' })).status).toBe(403);
    await change(share, { password: null });
    expect(await photoStatus(guest)).toBe(200);
  });

  test('stops who tries password after password', async () => {
    const { token } = await make({ password: 'a good one' });
    const statuses = [];
    for (let n = 0; n < 11; n += 1)
      statuses.push((await browser().post(`/guest/${token}/password`, { password: `guess ${n}` })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429]);
  });

  test('takes none that is too short', async () => {
    const response = await organizer.post(`/events/${eventId}/shares`, { password: '1234' });
    expect(await problemOf(response)).toEqual([422, 'invalid-request', 'password']);
  });
});

describe('a share with a number of guests', () => {
  test('admits that many and no more, even when all come at once, and keeps those who are in', async () => {
    const { share, token } = await make({ maxGuests: 3 });
    const guests = Array.from({ length: 8 }, browser);
    expect((await welcome(browser(), token)).admission).toBe('join');
    const joined = await Promise.all(guests.map((guest) => guest.post(`/guest/${token}/join`, {})));
    const inside = guests.filter((_, index) => joined[index]?.status === 200);
    expect(inside).toHaveLength(3);
    const outside = joined.find(({ status }) => status !== 200);
    expect(outside && (await problemOf(outside))).toEqual([403, 'guests-full']);
    expect((await welcome(browser(), token)).admission).toBe('full');
    for (const guest of inside) expect(await photoStatus(guest)).toBe(200);
    await change(share, { maxGuests: 4 });
    expect((await browser().post(`/guest/${token}/join`, {})).status).toBe(200);
    expect((await browser().post(`/guest/${token}/join`, {})).status).toBe(403);
    expect(await guestsOf(share)).toHaveLength(4);
  });
});

describe('a share whose guests are let in one by one', () => {
  test('lets a guest wait until the organizer says yes', async () => {
    const { share, token } = await make({ approvalRequired: true });
    const guest = browser();
    expect(await welcome(guest, token)).toMatchObject({ admission: 'join', approvalRequired: true });
    expect(await problemOf(await guest.post(`/guest/${token}/join`, {}))).toEqual([
      422,
      'invalid-request',
      'name',
    ]);
    const joined = await guest.post(`/guest/${token}/join`, { name: ' Tante Erna ' });
    expect(guestWelcomeSchema.parse(await joined.json()).admission).toBe('waiting');
    expect(await photoStatus(guest)).toBe(403);
    const [waiting] = await guestsOf(share);
    expect(waiting).toMatchObject({ name: 'Tante Erna', state: 'waiting', codeLabel: 'Guests' });
    expect((await organizer.fetch(`/guests/${waiting?.id}/approve`, { method: 'POST' })).status).toBe(204);
    const admission: unknown = await (await guest.fetch(`/guest/${token}/admission`)).json();
    expect(guestAdmissionSchema.parse(admission).admission).toBe('open');
    expect(await photoStatus(guest)).toBe(200);
    expect((await guestsOf(share))[0]?.state).toBe('admitted');
  });

  test('sends a guest away, also one who is in, and takes the answer back', async () => {
    const { share, token } = await make({ approvalRequired: true });
    const guest = browser();
    await guest.post(`/guest/${token}/join`, { name: 'Nobody knows' });
    const [one] = await guestsOf(share);
    await organizer.fetch(`/guests/${one?.id}/approve`, { method: 'POST' });
    expect(await photoStatus(guest)).toBe(200);
    await organizer.fetch(`/guests/${one?.id}/refuse`, { method: 'POST' });
    expect(await problemOf(await guest.fetch(`/photos/${photoId}/thumbnail`))).toEqual([
      403,
      'approval-refused',
    ]);
    expect((await welcome(guest, token)).admission).toBe('refused');
    expect((await guest.post(`/guest/${token}/join`, { name: 'Me again' })).status).toBe(403);
    await organizer.fetch(`/guests/${one?.id}/approve`, { method: 'POST' });
    expect(await photoStatus(guest)).toBe(200);
  });

  describe('who was sent away stays away', () => {
    /** Two codes of one share, behind the first of which a guest was sent away. */
    async function sentAway(input: object = {}) {
      const { share, token } = await make({ approvalRequired: true, maxGuests: 2, ...input });
      const second: unknown = await (
        await organizer.post(`/shares/${share.id}/codes`, { label: 'Second' })
      ).json();
      const other = shareCodeSchema.parse(second).url.split('/g/')[1] ?? '';
      const guest = browser();
      await guest.fetch(`/guest/${token}/photos`);
      await guest.post(`/guest/${token}/join`, { name: 'Nobody knows' });
      const [one] = await guestsOf(share);
      await organizer.fetch(`/guests/${one?.id}/refuse`, { method: 'POST' });
      return { share, token, other, guest, guestId: one?.id ?? '' };
    }
    const rejoin = async (guest: BrowserJar, token: string) =>
      problemOf(await guest.post(`/guest/${token}/join`, { name: 'Somebody new' }));

    test('by another code of the share, unless the organizer lets that guest in', async () => {
      const { share, other, guest } = await sentAway();
      expect(await rejoin(guest, other)).toEqual([403, 'approval-refused']);
      expect((await welcome(guest, other)).admission).toBe('refused');
      expect((await welcome(browser(), other)).admission).toBe('join');
      const elsewhere = await make({ approvalRequired: true });
      expect((await guest.post(`/guest/${elsewhere.token}/join`, { name: 'Me' })).status).toBe(200);
      expect(await guestsOf(share)).toHaveLength(1);
    });

    test('after they were forgotten, by the same code and by others; what is kept says nobody’s number', async () => {
      const { share, token, other, guest, guestId } = await sentAway();
      expect((await guest.fetch(`/guest/${token}/me`, { method: 'DELETE' })).status).toBe(200);
      for (const code of [token, other]) {
        expect(await rejoin(guest, code)).toEqual([403, 'approval-refused']);
        expect((await welcome(guest, code)).admission).toBe('refused');
      }
      expect(await photoStatus(guest)).toBe(401);
      const kept = await gateway.database.prisma.refusedBrowser.findMany({ where: { shareId: share.id } });
      expect(kept).toHaveLength(1);
      expect(JSON.stringify(kept)).not.toContain(guestId);
      expect(await guestsOf(share)).toEqual([]);
      // forgetting has freed no place, nor taken one
      for (const name of ['first', 'second'])
        expect((await browser().post(`/guest/${token}/join`, { name })).status).toBe(200);
      expect((await browser().post(`/guest/${token}/join`, { name: 'third' })).status).toBe(403);
    });

    test('where nobody is asked for a name, too', async () => {
      const { token, other, guest } = await sentAway({ approvalRequired: false, maxGuests: null });
      await guest.fetch(`/guest/${token}/me`, { method: 'DELETE' });
      for (const code of [token, other])
        expect((await guest.fetch(`/guest/${code}/photos`)).status).toBe(403);
      expect(await photoStatus(guest)).toBe(403);
    });

    test('but who was let in and is forgotten may ask again', async () => {
      const { share, token } = await make({ approvalRequired: true });
      const guest = browser();
      await guest.post(`/guest/${token}/join`, { name: 'Erna' });
      const [one] = await guestsOf(share);
      await organizer.fetch(`/guests/${one?.id}/approve`, { method: 'POST' });
      await guest.fetch(`/guest/${token}/me`, { method: 'DELETE' });
      expect((await guest.post(`/guest/${token}/join`, { name: 'Erna' })).status).toBe(200);
    });
  });

  test('makes those wait who came before the organizer asked for it', async () => {
    const { share, token } = await make({ maxGuests: 5 });
    const guest = browser();
    await guest.post(`/guest/${token}/join`, {});
    expect(await photoStatus(guest)).toBe(200);
    await change(share, { approvalRequired: true });
    expect(await photoStatus(guest)).toBe(403);
    expect((await guestsOf(share))[0]).toMatchObject({ name: null, state: 'waiting' });
  });

  test('shows those who wait first, in the order they came, then the others, the newest first', async () => {
    const { share, token } = await make({ approvalRequired: true });
    for (const name of ['first', 'second', 'third', 'fourth', 'fifth'])
      await browser().post(`/guest/${token}/join`, { name });
    const idOf = async (name: string) => (await guestsOf(share)).find((guest) => guest.name === name)?.id;
    await organizer.fetch(`/guests/${await idOf('second')}/approve`, { method: 'POST' });
    await organizer.fetch(`/guests/${await idOf('third')}/refuse`, { method: 'POST' });
    await organizer.fetch(`/guests/${await idOf('fourth')}/approve`, { method: 'POST' });
    const shown = (await guestsOf(share)).map(({ name, state }) => `${name} ${state}`);
    expect(shown).toEqual([
      'first waiting',
      'fifth waiting',
      'fourth admitted',
      'third refused',
      'second admitted',
    ]);
    await change(share, { approvalRequired: false });
    expect(new Set((await guestsOf(share)).map(({ state }) => state))).toEqual(
      new Set(['admitted', 'refused']),
    );
  });

  test("shows its guests to nobody but the event's organizer", async () => {
    const { share, token } = await make({ approvalRequired: true });
    await browser().post(`/guest/${token}/join`, { name: 'Erna' });
    const [one] = await guestsOf(share);
    await gateway.addUser('other@example.org', 'organizer');
    const other = await gateway.signIn('other@example.org');
    expect((await other.fetch(`/shares/${share.id}/guests`)).status).toBe(404);
    expect((await other.fetch(`/guests/${one?.id}/approve`, { method: 'POST' })).status).toBe(404);
  });
});

describe('a share that is changed', () => {
  test('opens later, or ends, at once for those who are in', async () => {
    const { share, token } = await make({});
    const guest = browser();
    await guest.fetch(`/guest/${token}/photos`);
    expect(await photoStatus(guest)).toBe(200);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const changed = shareSchema.parse(await (await change(share, { from: tomorrow, name: 'Band' })).json());
    expect(changed).toMatchObject({ name: 'Band', attributes: { limits: { from: tomorrow } } });
    expect(changed.attributes.limits.until).toBe(share.attributes.limits.until);
    const shut = await guest.fetch(`/guest/${token}`);
    expect([shut.status, await shut.json()]).toMatchObject([
      403,
      { code: 'not-yet-open', opensAt: tomorrow },
    ]);
    expect(await photoStatus(guest)).toBe(403);
    expect((await change(share, { from: null })).status).toBe(200);
    expect(await photoStatus(guest)).toBe(200);
  });

  test('cannot end before it opens, nor in the past', async () => {
    const { share } = await make({});
    const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    expect(await problemOf(await change(share, { from: at(3), until: at(2) }))).toEqual([
      422,
      'invalid-request',
      'from',
    ]);
    expect(await problemOf(await change(share, { until: at(-1) }))).toEqual([
      422,
      'invalid-request',
      'until',
    ]);
  });

  test('cannot end before it opens by two changes at one moment either: the later one is refused', async () => {
    const { share } = await make({});
    const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const held = await holdTransaction(
      gateway.env.DATABASE_URL,
      'select 1 from "Share" where id = $1 for update',
      [share.id],
    );
    onTestFinished(() => held.end());
    const changes = [change(share, { from: at(3) }), change(share, { until: at(2) })];
    await held.untilAwaited(2, ...changes);
    await held.commit();
    const answers = await Promise.all(changes);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  test('keeps every right that the change does not name', async () => {
    const { share, token } = await make({ rights: { metadata: true } });
    await change(share, { rights: { original: false } });
    expect((await welcome(browser(), token)).rights).toMatchObject({
      original: false,
      metadata: true,
      preview: true,
    });
  });
});

describe('a share with a watermark', () => {
  const bytesOf = async (fetching: Promise<Response>): Promise<Buffer> => {
    const response = await fetching;
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    return Buffer.from(await response.arrayBuffer());
  };

  test('draws the name of the event into previews and thumbnails of guests, and keeps originals back', async () => {
    const { share, token } = await make({ presentation: { watermark: true } });
    expect(share.attributes.rights).toMatchObject({ original: false, zip: false, preview: true });
    const guest = browser();
    await guest.fetch(`/guest/${token}/photos`);
    for (const kind of ['preview', 'thumbnail']) {
      const path = `/photos/${photoId}/${kind}`;
      const [marked, plain, again] = await Promise.all(
        [guest.fetch(path), organizer.fetch(path), guest.fetch(path)].map(bytesOf),
      );
      expect(plain?.equals(await preview)).toBe(true);
      expect(marked?.equals(await preview)).toBe(false);
      expect(again?.equals(marked ?? Buffer.alloc(0))).toBe(true);
      expect(await sharp(marked).metadata()).toMatchObject({ width: 640, height: 480 });
    }
    expect((await guest.fetch(`/photos/${photoId}/original`)).status).toBe(403);
  });

  test('gives originals only where that was said together with it', async () => {
    const said = await make({ presentation: { watermark: true }, rights: { original: true } });
    expect(said.share.attributes.rights).toMatchObject({ original: true, zip: false });
    const { share } = await make({});
    const turnedOn = await change(share, { presentation: { watermark: true } });
    expect(shareSchema.parse(await turnedOn.json()).attributes).toMatchObject({
      rights: { original: false, zip: false },
      presentation: { watermark: true, hideLocation: true },
    });
    const given = await change(share, { rights: { original: true } });
    expect(shareSchema.parse(await given.json()).attributes.rights.original).toBe(true);
  });

  test('leaves the pictures plain for a browser that holds a link without one as well', async () => {
    const guest = browser();
    for (const { token } of [await make({ presentation: { watermark: true } }), await make({})])
      await guest.fetch(`/guest/${token}/photos`);
    expect((await bytesOf(guest.fetch(`/photos/${photoId}/preview`))).equals(await preview)).toBe(true);
  });
});

describe('where a photo was taken', () => {
  const location = { latitude: 48.2, longitude: 16.37 };
  beforeAll(async () => {
    await gateway.database.prisma.photo.update({
      where: { id: photoId },
      data: { metadata: { camera: 'Canon EOS R5', location } },
    });
  });
  const metadata = async (who: BrowserJar | Session) =>
    photoMetadataSchema.parse(await (await who.fetch(`/photos/${photoId}/metadata`)).json());

  test('is told by a link only where its organizer said so', async () => {
    const { share, token } = await make({ rights: { metadata: true } });
    const guest = browser();
    await guest.fetch(`/guest/${token}/photos`);
    expect(await metadata(guest)).toMatchObject({ camera: 'Canon EOS R5', location: null });
    await change(share, { presentation: { hideLocation: false } });
    expect((await metadata(guest)).location).toEqual(location);
    expect((await metadata(organizer)).location).toEqual(location);
  });

  test('is not told at all, like the camera, by a link without that right', async () => {
    const { token } = await make({});
    const guest = browser();
    await guest.fetch(`/guest/${token}/photos`);
    expect((await guest.fetch(`/photos/${photoId}/metadata`)).status).toBe(403);
  });
});
