import { eventSchema } from '@visage/contracts/event.contract';
import { guestTokenSchema, guestWelcomeSchema } from '@visage/contracts/guest.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import {
  codesRenewedSchema,
  shareCodeSchema,
  shareCodesSchema,
  shareSchema,
  sharesSchema,
  type Share,
  type ShareCode,
} from '@visage/contracts/share.contract';
import { createShortCode } from '@visage/crypto/short.code';
import { photoBytes } from '@visage/testing/photo.bytes';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { postJson, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let organizer: Session;
let eventId: string;
let photoId: string;
let share: Share;
let browser: BrowserJar;

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
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  const made = await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' } });
  share = shareSchema.parse(await made.json());
  browser = new BrowserJar(gateway.origin);
});

const tokenOf = ({ url }: ShareCode): string => url.split('/g/')[1] ?? '';
const problemOf = async (response: Response) => {
  const { code } = problemSchema.parse(await response.json());
  return [response.status, code];
};
const add = async (body: object): Promise<ShareCode> =>
  shareCodeSchema.parse(await (await organizer.post(`/shares/${share.id}/codes`, body)).json());
const patch = (path: string, body: object): Promise<Response> =>
  organizer.fetch(path, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const listed = async (): Promise<ShareCode[]> => {
  const { shares } = sharesSchema.parse(await (await organizer.fetch(`/events/${eventId}/shares`)).json());
  return shares.find(({ id }) => id === share.id)?.codes ?? [];
};
/** As a guest types it. */
const type = (code: string): Promise<Response> => postJson(`${gateway.api}/guest`, { code });

describe('a code of a share', () => {
  test('may leave out rights that the other codes of the share give', async () => {
    const band = await add({ label: 'Band', rights: { original: false } });
    expect(band).toMatchObject({ label: 'Band', rights: { original: false }, until: null, opens: 0 });
    const welcome = guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${tokenOf(band)}`)).json());
    expect(welcome.rights).toMatchObject({ preview: true, original: false });
    await browser.fetch(`/guest/${tokenOf(band)}/photos`);
    expect((await browser.fetch(`/photos/${photoId}/preview`)).status).toBe(200);
    expect(await problemOf(await browser.fetch(`/photos/${photoId}/original`))).toEqual([
      403,
      'right-not-given',
    ]);
    const others = new BrowserJar(gateway.origin);
    await others.fetch(`/guest/${share.codes[0] ? tokenOf(share.codes[0]) : ''}/photos`);
    expect((await others.fetch(`/photos/${photoId}/original`)).status).toBe(200);
  });

  test('never gives a right that its share does not', async () => {
    const code = await add({ label: 'Uploader', rights: { upload: true, metadata: true } });
    const welcome = guestWelcomeSchema.parse(await (await browser.fetch(`/guest/${tokenOf(code)}`)).json());
    expect(welcome.rights).toMatchObject({ upload: false, metadata: false });
  });

  test('ends by itself while the others go on, also for those who are in', async () => {
    const code = await add({ label: 'Supplier', until: new Date(Date.now() + 3_600_000).toISOString() });
    await browser.fetch(`/guest/${tokenOf(code)}/photos`);
    expect((await browser.fetch(`/photos/${photoId}/thumbnail`)).status).toBe(200);
    await gateway.database.prisma.shareCode.update({
      where: { id: code.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    expect(await problemOf(await browser.fetch(`/guest/${tokenOf(code)}`))).toEqual([410, 'expired']);
    expect((await browser.fetch(`/photos/${photoId}/thumbnail`)).status).toBe(410);
    const [first] = share.codes;
    expect((await browser.fetch(`/guest/${first ? tokenOf(first) : ''}`)).status).toBe(200);
    const past = await patch(`/codes/${code.id}`, { until: '2020-01-01T00:00:00Z' });
    expect(await problemOf(past)).toEqual([422, 'invalid-request']);
  });

  test('is renamed and narrowed at once for those who use it already', async () => {
    const code = await add({ label: 'Table 1' });
    await browser.fetch(`/guest/${tokenOf(code)}/photos`);
    expect((await browser.fetch(`/photos/${photoId}/original`)).status).toBe(200);
    const changed = await patch(`/codes/${code.id}`, { label: 'Band', rights: { original: false } });
    expect(shareCodeSchema.parse(await changed.json())).toMatchObject({ label: 'Band', url: code.url });
    expect((await browser.fetch(`/photos/${photoId}/original`)).status).toBe(403);
  });

  test('says how often it was opened, and when last', async () => {
    const code = await add({ label: 'Table 1' });
    for (let time = 0; time < 3; time += 1) await browser.fetch(`/guest/${tokenOf(code)}`);
    const counted = (await listed()).find(({ id }) => id === code.id);
    expect(counted?.opens).toBe(3);
    expect(Date.now() - Date.parse(counted?.lastUsedAt ?? '')).toBeLessThan(60_000);
  });
});

test('codes for twenty tables are made at once, in order, each with a short code of its own', async () => {
  const labels = Array.from({ length: 20 }, (_, index) => `Table ${index + 1}`);
  const made = await organizer.post(`/shares/${share.id}/codes/batch`, { labels, rights: { zip: false } });
  const { codes } = shareCodesSchema.parse(await made.json());
  expect(codes.map(({ label }) => label)).toEqual(labels);
  expect(new Set(codes.map(({ shortCode }) => shortCode)).size).toBe(20);
  expect((await listed()).slice(1).map(({ label }) => label)).toEqual(labels);
  const none = await organizer.post(`/shares/${share.id}/codes/batch`, { labels: [] });
  expect(none.status).toBe(422);
});

describe('codes that are renewed', () => {
  const renew = async (session = organizer): Promise<number> => {
    const response = await session.post(`/events/${eventId}/codes/renew`, {});
    return codesRenewedSchema.parse(await response.json()).codes;
  };

  test('let in nobody by what was printed before, and keep labels, limits and who joined', async () => {
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const before = await add({ label: 'Table 1', rights: { zip: false }, until });
    const closed = await add({ label: 'Closed' });
    await organizer.fetch(`/codes/${closed.id}`, { method: 'DELETE' });
    const guest = new BrowserJar(gateway.origin);
    await guest.post(`/guest/${tokenOf(before)}/join`, {});
    await browser.fetch(`/guest/${tokenOf(before)}/photos`);

    expect(await renew()).toBeGreaterThanOrEqual(2);
    const codes = await listed();
    expect(codes.map(({ label, revokedAt }) => [label, revokedAt !== null])).toEqual([
      ['Closed', true],
      ['Guests', false],
      ['Table 1', false],
    ]);
    const after = codes.find(({ label }) => label === 'Table 1') ?? before;
    expect(after).toMatchObject({ rights: { zip: false }, until, guests: 1 });
    expect([after.url, after.shortCode]).not.toEqual([before.url, before.shortCode]);

    const stranger = new BrowserJar(gateway.origin);
    expect(await problemOf(await stranger.fetch(`/guest/${tokenOf(before)}`))).toEqual([410, 'code-revoked']);
    expect(await problemOf(await browser.fetch(`/photos/${photoId}/thumbnail`))).toEqual([
      410,
      'code-revoked',
    ]);
    expect(await problemOf(await type(before.shortCode))).toEqual([404, 'unknown-code']);
    expect((await stranger.fetch(`/guest/${tokenOf(after)}/photos`)).status).toBe(200);
    expect((await type(after.shortCode)).status).toBe(200);

    // who joined goes on with the address that they have, as often as links are renewed
    for (let time = 0; time < 2; time += 1) {
      for (const path of [`/guest/${tokenOf(before)}`, `/guest/${tokenOf(before)}/photos`])
        expect((await guest.fetch(path)).status).toBe(200);
      expect((await guest.fetch(`/photos/${photoId}/thumbnail`)).status).toBe(200);
      await renew();
    }
    const last = (await listed()).find(({ label }) => label === 'Table 1') ?? after;
    await organizer.fetch(`/codes/${last.id}`, { method: 'DELETE' });
    expect((await guest.fetch(`/guest/${tokenOf(before)}`)).status).toBe(410);
  });
});

describe('a guest who types the code instead of scanning it', () => {
  test('comes to the same place, however they type it', async () => {
    const [code] = await listed();
    expect(code?.shortCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    for (const typed of [code?.shortCode ?? '', ` ${code?.shortCode.toLowerCase().replace('-', '  ')}`]) {
      const { token } = guestTokenSchema.parse(await (await type(typed)).json());
      expect(token).toBe(code ? tokenOf(code) : '');
    }
  });

  test('is told of a typing mistake, and gets one answer for what is unknown, revoked or expired', async () => {
    const revoked = await add({ label: 'Lost' });
    const expired = await add({ label: 'Old' });
    await organizer.fetch(`/codes/${revoked.id}`, { method: 'DELETE' });
    await gateway.database.prisma.shareCode.update({
      where: { id: expired.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    const answers = [];
    for (const code of [createShortCode(), revoked.shortCode, expired.shortCode]) {
      const started = performance.now();
      const response = await type(code);
      answers.push([response.status, await response.text()]);
      expect(performance.now() - started).toBeGreaterThan(190);
    }
    expect(answers[0]?.[0]).toBe(404);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await problemOf(await type('K7M2Q-9XB4'))).toEqual([422, 'mistyped-code']);
  });

  test('may be one of a hundred behind one address, while a guesser is stopped', async () => {
    const [code] = await listed();
    for (let guest = 0; guest < 100; guest += 1) {
      const response = await type(code?.shortCode ?? '');
      expect(response.status).toBe(200);
    }
    const statuses = new Set<number>();
    for (let round = 0; round < 5; round += 1) {
      const guesses = Array.from({ length: 5 }, () => type(createShortCode()));
      for (const response of await Promise.all(guesses)) statuses.add(response.status);
    }
    expect([...statuses]).toEqual([404, 429]);
    expect(await problemOf(await type(code?.shortCode ?? ''))).toEqual([429, 'too-many-requests']);
  });
});

test('codes made before there were short codes get one when they are listed', async () => {
  const [code] = await listed();
  await gateway.database.prisma.shareCode.update({
    where: { id: code?.id ?? '' },
    data: { shortHash: null, shortBox: null },
  });
  const [completed] = await listed();
  expect(completed?.shortCode).toMatch(/^.{5}-.{5}$/);
  expect((await listed())[0]?.shortCode).toBe(completed?.shortCode);
});

describe('a code on paper', () => {
  const pdfOf = async (path: string): Promise<Buffer> => {
    const response = await organizer.fetch(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    return Buffer.from(await response.arrayBuffer());
  };

  test('is a poster of the size that was asked for, or a sheet of cards', async () => {
    const [code] = await listed();
    expect((await pdfOf(`/codes/${code?.id}/poster.pdf`)).toString('latin1')).toMatch(
      /MediaBox \[0 0 595\.\d+ 841\.\d+\]/,
    );
    expect((await pdfOf(`/codes/${code?.id}/poster.pdf?size=a6`)).toString('latin1')).toMatch(
      /MediaBox \[0 0 297\.\d+ 419\.\d+\]/,
    );
    expect((await organizer.fetch(`/codes/${code?.id}/poster.pdf?size=a0`)).status).toBe(422);
    for (const path of [`/codes/${code?.id}/poster.pdf`, `/shares/${share.id}/cards.pdf`]) {
      const plain = (await pdfOf(path)).length;
      expect((await pdfOf(`${path}?objection=true`)).length, 'a line more').toBeGreaterThan(plain + 50);
      expect((await organizer.fetch(`${path}?objection=maybe`)).status).toBe(422);
    }
    expect((await pdfOf(`/shares/${share.id}/cards.pdf`)).length).toBeGreaterThan(5000);
    const over = await add({ label: 'Over' });
    await gateway.database.prisma.shareCode.update({
      where: { id: over.id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    await organizer.fetch(`/codes/${code?.id}`, { method: 'DELETE' });
    expect(await problemOf(await organizer.fetch(`/shares/${share.id}/cards.pdf`))).toEqual([
      409,
      'no-codes',
    ]);
  });

  test('carries the logo of the event, until it is removed', async () => {
    const [code] = await listed();
    const send = (content: Buffer): Promise<Response> => {
      const form = new FormData();
      form.append('logo', new Blob([Uint8Array.from(content)]), 'logo.png');
      return organizer.fetch(`/events/${eventId}/logo`, { method: 'POST', body: form });
    };
    const picture = sharp({ create: { width: 3000, height: 300, channels: 3, background: '#123456' } });
    expect((await send(await picture.jpeg().toBuffer())).status).toBe(204);
    const logo = await organizer.fetch(`/events/${eventId}/logo`);
    expect(await sharp(Buffer.from(await logo.arrayBuffer())).metadata()).toMatchObject({
      format: 'png',
      width: 1200,
    });
    const path = `/codes/${code?.id}/poster.pdf`;
    expect((await pdfOf(path)).toString('latin1')).toContain('/Subtype /Image');
    const guestLogo = (): Promise<Response> =>
      fetch(`${gateway.api}/guest/${code?.url.split('/g/')[1]}/logo`);
    const small = await sharp(Buffer.from(await (await guestLogo()).arrayBuffer())).metadata();
    expect(small, 'on guest pages it is small').toMatchObject({ format: 'webp', width: 480 });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    for (const wrong of ['no picture', svg, ''])
      expect([wrong, (await send(Buffer.from(wrong))).status]).toEqual([wrong, 422]);
    expect((await organizer.fetch(`/events/${eventId}/logo`, { method: 'DELETE' })).status).toBe(204);
    expect((await organizer.fetch(`/events/${eventId}/logo`)).status).toBe(404);
    expect((await guestLogo()).status).toBe(204);
    expect((await pdfOf(path)).toString('latin1')).not.toContain('/Subtype /Image');
  });

  test('carries the colour of the event, and only a colour', async () => {
    const paint = (accent: unknown): Promise<Response> =>
      organizer.fetch(`/events/${eventId}/brand`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ accent }),
      });
    const shown = async (): Promise<unknown> =>
      ((await (await organizer.fetch(`/events/${eventId}`)).json()) as { accent: unknown }).accent;
    expect((await paint('#FFD700')).status).toBe(204);
    expect(await shown()).toBe('#ffd700');
    const [code] = await listed();
    const welcome = await (await browser.fetch(`/guest/${code ? tokenOf(code) : ''}`)).json();
    expect(guestWelcomeSchema.parse(welcome)).toMatchObject({
      accent: '#ffd700',
      scope: 'gallery',
      admission: 'open',
    });
    expect((await paint('red; background: url(//evil)')).status).toBe(422);
    expect(await shown()).toBe('#ffd700');
    expect((await paint(null)).status).toBe(204);
    expect(await shown()).toBeNull();
  });
});
