/* How long things are kept here, who is told of it, and what guests are told before they agree: with a clock that is moved. */
import { createHash } from 'node:crypto';
import {
  consentCheckSchema,
  consentEntrySchema,
  consentPageSchema,
} from '@visage/contracts/consent.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { CONSENT_VERSION, guestPhotoPageSchema, guestWelcomeSchema } from '@visage/contracts/guest.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { eventPrivacyNoticeSchema, privacyNoticeSchema } from '@visage/contracts/privacy.contract';
import { eventRetentionSchema, type EventRetention } from '@visage/contracts/retention.contract';
import { shareSchema, type ShareCreate } from '@visage/contracts/share.contract';
import { consentPseudonym } from '@visage/crypto/consent.pseudonym';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { LOG, SECRETS, STORE } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import { eventPrefix, facePrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { photoBytes } from '@visage/testing/photo.bytes';
import { symbols, type Logger } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AuditSweep } from './audit/audit.sweep.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { RetentionSweep } from './retention/retention.sweep.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { CONTROLLER, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { refusalOf } from './testing/problem.code.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FACES = 30;

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
/** Today, as ISO 8601 says it. */
let today: string;

beforeAll(async () => {
  gateway = await startGateway({ AUDIT_DAYS: '90', TRUST_PROXY: '1' });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('ada@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  await gateway.addUser('admin@example.org', 'admin');
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});
/** Noon of a day after all that tests before have seen. */
beforeEach(async () => {
  const noon = Math.ceil((gateway.clock.now().getTime() + DAY) / DAY) * DAY + 12 * HOUR;
  await gateway.clock.set(new Date(noon));
  today = dayAfter(0);
});

const dayAfter = (days: number): string =>
  new Date(gateway.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);
const lastDayOf = (days: number): string =>
  new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);
const organizer = (): Promise<Session> => gateway.signIn('ada@example.org');
const sweep = (): Promise<void> => gateway.app.get(RetentionSweep, { strict: false }).sweep();
/** The hour comes around each day until then. */
async function passDays(days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    await gateway.clock.advance(DAY);
    await sweep();
  }
}

interface Party {
  eventId: string;
  photoId: string;
  token: string;
  guest: BrowserJar;
}
/** An event of today with a photo of somebody who was found by a selfie. */
async function party(share: Partial<ShareCreate> = {}, more: object = {}): Promise<Party> {
  const ada = await organizer();
  const made = await ada.post('/events', { name: 'Gala', date: today, zone: 'UTC', ...more });
  const { id: eventId } = eventSchema.parse(await made.json());
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(`photo of ${eventId}`)]), 'a.jpg');
  const sent = await ada.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, [{ k: 1, personId: await makePerson(gateway, eventId) }]);
  const token = await shareOf(eventId, share);
  const guest = new BrowserJar(gateway.origin);
  expect((await consent(guest, token)).ok).toBe(true);
  expect((await selfie(guest, token)).ok).toBe(true);
  return { eventId, photoId, token, guest };
}
async function shareOf(eventId: string, input: Partial<ShareCreate> = {}): Promise<string> {
  const made = await (
    await organizer()
  ).post(`/events/${eventId}/shares`, {
    ...{ scope: { kind: 'own-photos' }, until: null },
    ...input,
  });
  return shareSchema.parse(await made.json()).codes[0]?.url.split('/g/')[1] ?? '';
}
const consent = (guest: BrowserJar, token: string, accepted = true): Promise<Response> =>
  guest.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted, keepLooking: accepted });
function selfie(guest: BrowserJar, token: string): Promise<Response> {
  const body = new FormData();
  body.append('selfie', new Blob(['face 1']), 'selfie.jpg');
  return guest.fetch(`/guest/${token}/selfie`, { method: 'POST', body });
}
const welcomeOf = async (guest: BrowserJar, token: string) =>
  guestWelcomeSchema.parse(await (await guest.fetch(`/guest/${token}`)).json());
const retentionOf = async (eventId: string): Promise<EventRetention> =>
  eventRetentionSchema.parse(await (await (await organizer()).fetch(`/events/${eventId}/retention`)).json());
const change = async (eventId: string, body: object): Promise<Response> =>
  (await organizer()).fetch(`/events/${eventId}/retention`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const facesIn = (eventId: string): Promise<number> =>
  gateway.database.prisma.face.count({ where: { eventId } });
async function stored(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of gateway.app.get<ObjectStore>(STORE).list(prefix)) keys.push(key);
  return keys;
}

test('faces end thirty days after the event, told fourteen and three days before, and photos stay', async () => {
  const { eventId, photoId, guest } = await party();
  const gallery = await shareOf(eventId, { scope: { kind: 'gallery' } });
  const lastDay = lastDayOf(FACES);
  expect(await retentionOf(eventId)).toEqual({
    ...{ facesDays: FACES, photosDays: null, facesLastDay: lastDay, photosLastDay: null },
    ...{ facesEndedAt: null, notices: [] },
  });
  await passDays(15);
  expect((await retentionOf(eventId)).notices).toEqual([]);
  await passDays(1);
  expect((await retentionOf(eventId)).notices).toEqual([{ what: 'faces', lastDay }]);
  expect((await (await organizer()).post(`/events/${eventId}/retention/read`, {})).status).toBe(204);
  await passDays(10);
  expect((await retentionOf(eventId)).notices, 'read once').toEqual([]);
  await passDays(1);
  expect((await retentionOf(eventId)).notices).toEqual([{ what: 'faces', lastDay }]);
  await passDays(3);
  expect([dayAfter(0), await facesIn(eventId)]).toEqual([lastDay, 1]);
  await passDays(1);
  expect(await facesIn(eventId)).toBe(0);
  expect(await retentionOf(eventId)).toMatchObject({
    facesEndedAt: gateway.clock.now().toISOString(),
    notices: [],
  });

  expect((await (await organizer()).fetch(`/photos/${photoId}/preview`)).status).toBe(200);
  await guest.fetch(`/guest/${gallery}`);
  const page = await guest.fetch(`/guest/${gallery}/photos`);
  expect(guestPhotoPageSchema.parse(await page.json()).photos.map(({ id }) => id)).toEqual([photoId]);
  expect((await guest.fetch(`/photos/${photoId}/thumbnail`)).status).toBe(200);
});

test('what ended leaves nothing behind: no row, no picture, no key that opens a copy, nothing in memory', async () => {
  const { eventId, token, guest } = await party();
  const { prisma } = gateway.database;
  const keys = gateway.app.get(EventKeys);
  const [index] = [gateway.app.get(FaceIndexCache, { strict: false })];
  const before = await keys.open(eventId);
  const guestOf = { shareCode: { share: { eventId } } };
  expect(index.holds(eventId)).toBe(true);
  expect(await stored(facePrefix(eventId))).toHaveLength(2);
  expect(await prisma.keptSelfie.count({ where: { guest: guestOf } })).toBe(1);
  await passDays(FACES + 1);

  expect(await prisma.keptSelfie.count({ where: { guest: guestOf } })).toBe(0);
  expect(await prisma.matchedFace.count({ where: { guest: guestOf } })).toBe(0);
  expect(await stored(facePrefix(eventId))).toEqual([]);
  expect((await stored(eventPrefix(eventId))).some((name) => name.includes('/previews/'))).toBe(true);
  expect(index.holds(eventId)).toBe(false);
  const after = await keys.open(eventId);
  expect(after?.opening).toHaveLength(1);
  expect(after?.sealing).not.toEqual(before?.sealing);
  expect(await new KeptSelfieRepository(gateway.database).findEventsToRecognise(1000)).not.toContain(eventId);
  expect(await refusalOf(await selfie(guest, token))).toEqual([403, 'faces-ended']);
});

test('a sweep that broke off half-way is gone on with by the next', async () => {
  const { eventId } = await party();
  const store = gateway.app.get<ObjectStore>(STORE);
  const remove = store.deletePrefix.bind(store);
  await passDays(FACES);
  store.deletePrefix = () => Promise.reject(new Error('the storage is away'));
  await passDays(1);
  expect([await facesIn(eventId), (await stored(facePrefix(eventId))).length]).toEqual([0, 2]);
  store.deletePrefix = remove;
  await sweep();
  expect(await stored(facePrefix(eventId))).toEqual([]);
});

test('a link to own photos says in words that the search has ended, and offers no other', async () => {
  const { token, guest } = await party();
  expect(await welcomeOf(guest, token)).toMatchObject({ faceSearch: 'offered', identified: true });
  await passDays(FACES + 1);
  expect(await welcomeOf(guest, token)).toMatchObject({
    faceSearch: 'ended',
    consented: false,
    family: [{}],
  });
  const photos = await guest.fetch(`/guest/${token}/photos`);
  expect(await photos.clone().json()).toMatchObject({
    detail: 'The face search of this event has ended: its faces were deleted.',
  });
  expect(await refusalOf(photos)).toEqual([403, 'faces-ended']);
  expect(await refusalOf(await consent(guest, token))).toEqual([403, 'faces-ended']);
  expect((await consent(guest, token, false)).status, 'who declines is heard all the same').toBe(200);
  const child = { name: 'Mia', by: 'parent', version: CONSENT_VERSION, keepLooking: false };
  expect(await refusalOf(await guest.post(`/guest/${token}/companions`, child))).toEqual([
    403,
    'faces-ended',
  ]);
});

test('faces are kept longer for a reason, which the audit log holds', async () => {
  const { eventId } = await party();
  const longer = { facesDays: 60, photosDays: null };
  const refused = await change(eventId, longer);
  expect(await refused.clone().json()).toMatchObject({ fields: [{ path: 'reason' }] });
  expect(refused.status).toBe(422);
  expect((await change(eventId, { ...longer, reason: 'The album is late.' })).status).toBe(200);
  const [line] = await gateway.database.prisma.auditLine.findMany({
    where: { eventId, action: 'event.retention-changed' },
  });
  expect(line?.detail).toEqual({ facesDays: 60, photosDays: 'none', reason: 'The album is late.' });
  await passDays(FACES + 1);
  expect(await facesIn(eventId)).toBe(1);
  await passDays(30);
  expect(await facesIn(eventId)).toBe(0);
  const stranger = await gateway.signIn('stranger@example.org');
  expect((await stranger.fetch(`/events/${eventId}/retention`)).status).toBe(404);
});

test('who makes an event says how long its photos stay, and then it goes as a whole, after it was told', async () => {
  const ada = await organizer();
  expect((await ada.post('/events', { name: 'Gala', facesDays: 31 })).status, 'longer needs a reason').toBe(
    422,
  );
  const { eventId, token, guest } = await party({}, { facesDays: 10, photosDays: 40 });
  expect(await retentionOf(eventId)).toMatchObject({
    ...{ facesLastDay: lastDayOf(10), photosLastDay: lastDayOf(40) },
  });
  await passDays(37);
  expect((await retentionOf(eventId)).notices).toEqual([{ what: 'photos', lastDay: lastDayOf(40) }]);
  await passDays(3);
  expect((await (await organizer()).fetch(`/events/${eventId}`)).status).toBe(200);
  await passDays(1);
  expect((await (await organizer()).fetch(`/events/${eventId}`)).status).toBe(404);
  expect(await stored(eventPrefix(eventId))).toEqual([]);
  expect(await gateway.app.get(EventKeys).open(eventId)).toBeNull();
  expect(await refusalOf(await guest.fetch(`/guest/${token}`))).toEqual([404, 'unknown-link']);
});

const namePrivacy = async (controller: object, who = 'admin@example.org'): Promise<Response> =>
  (await gateway.signIn(who)).fetch('/admin/privacy', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(controller),
  });
const nobodyIsNamed = (): Promise<unknown> => gateway.database.prisma.privacySetup.deleteMany();

test('before somebody is named as responsible no guest is offered a face search, and then at once', async () => {
  const found = await party();
  await nobodyIsNamed();
  const { token } = found;
  const guest = new BrowserJar(gateway.origin);
  expect(await welcomeOf(guest, token)).toMatchObject({ faceSearch: 'no-controller', controller: null });
  const refusal = await consent(guest, token);
  expect(await refusal.clone().json()).toMatchObject({
    detail: expect.stringContaining('responsible') as string,
  });
  expect(await refusalOf(refusal)).toEqual([403, 'no-controller']);
  expect(await refusalOf(await selfie(found.guest, token))).toEqual([403, 'no-controller']);
  expect((await found.guest.fetch(`/guest/${token}/photos`)).status, 'what was found stays').toBe(200);
  expect(
    privacyNoticeSchema.parse(await (await fetch(`${gateway.api}/privacy`)).json()).controller,
  ).toBeNull();

  expect((await namePrivacy(CONTROLLER, 'ada@example.org')).status).toBe(403);
  expect((await namePrivacy({ name: 'Ada' })).status).toBe(422);
  expect((await namePrivacy(CONTROLLER)).status).toBe(200);
  expect(await welcomeOf(guest, token)).toMatchObject({ faceSearch: 'offered', controller: CONTROLLER });
  expect((await consent(guest, token)).status).toBe(200);
});

test('everybody may read who is responsible here, and with a link what holds for its event, also once it is closed', async () => {
  const { eventId, token } = await party({}, { photosDays: 100 });
  const notice = await (await fetch(`${gateway.api}/privacy`)).json();
  const general = {
    ...{ version: CONSENT_VERSION, controller: { ...CONTROLLER, demo: false }, drive: false, auditDays: 90 },
  };
  expect(notice).toEqual(general);
  const ask = async () =>
    eventPrivacyNoticeSchema.parse(await (await fetch(`${gateway.api}/guest/${token}/privacy`)).json());
  const event = {
    ...{ name: 'Gala', faceSearch: 'offered', facesDays: FACES, facesLastDay: lastDayOf(FACES) },
    ...{ facesEndedOn: null, photosLastDay: lastDayOf(100) },
    driveUse: { exports: false, mirrors: false, guests: false },
  };
  expect(await ask()).toEqual({ ...general, event });

  const { prisma } = gateway.database;
  const run = { eventId, folderName: 'F', state: 'done', finishedAt: new Date() } as const;
  await prisma.driveExport.create({ data: { ...run, kind: 'event' } });
  expect((await ask()).event.driveUse).toEqual({ exports: true, mirrors: false, guests: false });
  const started = { eventId, actor: 'guest', action: 'export.started', detail: {} } as const;
  const [at, lastAt] = [gateway.clock.now(), gateway.clock.now()];
  await prisma.auditLine.create({ data: { ...started, at, lastAt } });
  await prisma.driveExport.deleteMany({ where: { eventId } });
  expect((await ask()).event.driveUse, 'what has left does not come back').toMatchObject({ guests: true });
  await prisma.share.updateMany({ where: { eventId }, data: { revokedAt: gateway.clock.now() } });
  expect(await ask()).toMatchObject({ event: { name: null, facesLastDay: lastDayOf(FACES) } });
  await passDays(FACES + 1);
  expect((await ask()).event).toMatchObject({ faceSearch: 'ended', facesEndedOn: dayAfter(0) });
  expect((await fetch(`${gateway.api}/guest/${'x'.repeat(44)}/privacy`)).status).toBe(404);
});

test('the register of consents names nobody, tells how each ended, and is whole when it is saved and checked', async () => {
  const kept = await party();
  const { id: guestId } = await gateway.database.prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect((await kept.guest.fetch(`/guest/${kept.token}/me`, { method: 'DELETE' })).status).toBe(200);
  const admin = await gateway.signIn('admin@example.org');
  const pageOf = async (query: string) =>
    consentPageSchema.parse(await (await admin.fetch(`/admin/consents?limit=1${query}`)).json());
  const newest = await pageOf('');
  const entries = [...newest.entries, ...(await pageOf(`&before=${newest.older}`)).entries];
  const who = consentPseudonym(gateway.app.get<PurposeKeys>(SECRETS), guestId);
  expect(entries).toMatchObject([
    { deed: 'withdrawn', by: 'guest', who, version: CONSENT_VERSION, at: gateway.clock.now().toISOString() },
    { deed: 'given', by: 'self', who, version: CONSENT_VERSION, eventId: kept.eventId, keepLooking: true },
  ]);
  expect(JSON.stringify(entries)).not.toContain(guestId);

  const saved = await admin.fetch('/admin/consents.json');
  expect(saved.headers.get('content-disposition')).toContain('consents.json');
  const all = consentEntrySchema.array().parse(await saved.json());
  const csv = (await (await admin.fetch('/admin/consents.csv')).text()).trimEnd().split('\r\n');
  expect(csv[0]).toBe('number,at,deed,who,eventId,version,by,keepLooking,previous,hash');
  expect(csv.slice(1).map((row) => row.split(',').at(-1))).toEqual(all.map(({ hash }) => hash));
  const check = async () =>
    consentCheckSchema.parse(await (await admin.fetch('/admin/consents/check')).json());
  expect(await check()).toEqual({ entries: all.length, head: all.at(-1)?.hash, broken: null });
  // as anybody may who has the file
  for (const { hash, ...entry } of all) {
    const text = JSON.stringify(Object.fromEntries(Object.entries(entry).sort()));
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
  }
  await gateway.database.prisma.consentEntry.updateMany({
    where: { number: 2 },
    data: { version: '2020-01-01' },
  });
  expect((await check()).broken).toBe(2);
});

test('where somebody comes from is known of who signed in, for thirty days, and is written down nowhere else', async () => {
  const address = '203.0.113.77';
  const log = gateway.app.get<Logger>(LOG);
  const stream = Reflect.get(log, symbols.streamSym) as { write(text: string): void };
  const [write, level, written] = [stream.write.bind(stream), log.level, [] as string[]];
  stream.write = (text) => void written.push(text);
  log.level = 'trace';
  try {
    const { token } = await party();
    const headers = { 'x-forwarded-for': address, 'content-type': 'application/json' };
    const send = (path: string, body: object): Promise<Response> =>
      fetch(gateway.api + path, { method: 'POST', headers, body: JSON.stringify(body) });
    await send('/session', { email: 'ada@example.org', password: 'wrong' });
    await send('/guest', { code: 'AAAAA-AAAAA' });
    expect((await send(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true })).status).toBe(
      200,
    );
    await send(`/guest/${token}/selfie`, {});
    log.error('written');
    expect(await tablesWith(address)).toEqual(['AuditLine']);
    expect(written.join('')).toContain('written');
    expect(written.join('')).not.toContain(address);
    await gateway.clock.advance(30 * DAY + 1);
    await gateway.app.get(AuditSweep, { strict: false }).sweep();
    expect(await tablesWith(address)).toEqual([]);
  } finally {
    stream.write = write;
    log.level = level;
  }
});

async function tablesWith(text: string): Promise<string[]> {
  const { prisma } = gateway.database;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<unknown[]>(
      `select 1 from "${name}" t where strpos(t::text, $1) > 0`,
      text,
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
