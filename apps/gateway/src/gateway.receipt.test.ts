/** @module What people are answered who have something erased, and what stays of it: nothing but a receipt that is true. */
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { photosErasedSchema, photoUploadsSchema } from '@visage/contracts/photo.contract';
import {
  erasureAnswerSchema,
  issuedReceiptsSchema,
  receiptKeysSchema,
  receiptVerdictSchema,
  type IssuedReceipt,
  type Receipt,
} from '@visage/contracts/receipt.contract';
import { shareSchema, type Share, type ShareCreate } from '@visage/contracts/share.contract';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { createReceiptKey } from '@visage/crypto/receipt.signature';
import { AuditRepository } from '@visage/database/audit/audit.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { STORE } from '@visage/host/host.token';
import { eventPrefix, originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventErase } from './event/event.erase.js';
import { PhotoErase } from './photo/photo.erase.js';
import { ReceiptSigning } from './receipt/receipt.signing.js';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { locationOf, TusClient } from './testing/tus.client.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';
import { readZip } from './testing/zip.reader.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
let admin: Session;
let eventId: string;

beforeAll(async () => {
  gateway = await startGateway({ PUBLIC_URL: 'https://photos.example.org' });
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('admin@example.org', 'admin');
  organizer = await gateway.signIn('organizer@example.org');
  admin = await gateway.signIn('admin@example.org');
  eventId = await makeEvent();
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});

async function makeEvent(): Promise<string> {
  return eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
}
async function share(
  input: Partial<ShareCreate> = {},
  of = eventId,
): Promise<{ share: Share; token: string }> {
  const response = await organizer.post(`/events/${of}/shares`, input);
  const made = shareSchema.parse(await response.json());
  return { share: made, token: made.codes[0]?.url.split('/g/')[1] ?? '' };
}
/** A photo that shows face `k`, whoever that is. */
async function addPhoto(name: string, k: number, of = eventId): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(name)]), name);
  const sent = await organizer.fetch(`/events/${of}/photos`, { method: 'POST', body: form });
  const id = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, id, [{ k, personId: await makePerson(gateway, of) }]);
  return id;
}

/** Somebody who agreed to be looked for, and was found. */
async function found(token: string, k: number): Promise<{ browser: BrowserJar; guestId: string }> {
  const browser = new BrowserJar(gateway.origin);
  await browser.post(`/guest/${token}/consent`, {
    version: CONSENT_VERSION,
    accepted: true,
    keepLooking: true,
  });
  await browser.post(`/guest/${token}/join`, { name: 'Ann' });
  const form = new FormData();
  form.append('selfie', new Blob([`face ${k}`]), 'selfie.jpg');
  await browser.fetch(`/guest/${token}/selfie`, { method: 'POST', body: form });
  await (await browser.fetch(`/guest/${token}/photos`)).arrayBuffer();
  const { id } = await gateway.database.prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return { browser, guestId: id };
}

async function forget(browser: BrowserJar, token: string, query = ''): Promise<IssuedReceipt | null> {
  const response = await browser.fetch(`/guest/${token}/me${query}`, { method: 'DELETE' });
  expect(response.status).toBe(200);
  return erasureAnswerSchema.parse(await response.json()).receipt;
}
const remove = async (session: Session, path: string): Promise<Receipt | undefined> =>
  erasureAnswerSchema.parse(await (await session.fetch(path, { method: 'DELETE' })).json()).receipt?.receipt;

async function check(text: string): Promise<string> {
  const response = await fetch(`${gateway.api}/receipts/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return receiptVerdictSchema.parse(await response.json()).outcome;
}
const isGenuine = async (receipt: Receipt | undefined): Promise<boolean> =>
  receipt !== undefined && (await check(JSON.stringify(receipt))) === 'genuine';
const receiptsOf = async (session: Session): Promise<Receipt[]> =>
  issuedReceiptsSchema
    .parse(await (await session.fetch('/receipts')).json())
    .receipts.map(({ receipt }) => receipt);
const lines = () => gateway.database.prisma.auditLine.findMany();

describe('a guest who asks to be forgotten', () => {
  test('gets a receipt of all that went, which anybody can check with the public key, and nothing names them any more', async () => {
    await addPhoto('ann.jpg', 1);
    const { token } = await share({ rights: { upload: true } });
    const { browser, guestId } = await found(token, 1);
    const child = { name: 'Mia', version: CONSENT_VERSION, by: 'parent', keepLooking: false };
    await browser.post(`/guest/${token}/companions`, child);
    const tus = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    await tus.sendWhole({ name: 'sent.jpg', bytes: photoBytes('sent by a guest') });
    const begun = await tus.begin({ name: 'half.jpg', bytes: photoBytes('only half') });
    await tus.send(locationOf(begun), photoBytes('only half'), 0, 4);
    const { prisma } = gateway.database;
    await prisma.photo.updateMany({ where: { guestId }, data: { heldAt: null } });

    const answer = await forget(browser, token);
    const receipt = answer?.receipt;
    expect(receipt).toMatchObject({
      what: 'guest',
      subjectId: guestId,
      eventId,
      textVersions: [CONSENT_VERSION],
    });
    expect(receipt?.counts).toEqual({
      ...{ guests: 1, companions: 1, consents: 2, matches: 1, keptSelfies: 1, shownPhotos: 1 },
      // joined, consented, searched, added Mia, sent a photo
      ...{ uploads: 2, namelessPhotos: 1, auditLines: 5 },
    });
    expect(answer?.url).toMatch(/^https:\/\/photos\.example\.org\/receipts#[\w-]{300,900}$/);
    expect(await check(answer?.url ?? '')).toBe('genuine');

    // without any code of ours
    const pem = await (await fetch(`${gateway.api}/receipts/key.pem`)).text();
    const { signature, ...body } = receipt ?? { signature: '' };
    const names = [...Object.keys(body), ...Object.keys(receipt?.counts ?? {})].sort();
    const signed = Buffer.from(JSON.stringify(body, names));
    expect(verify(null, signed, createPublicKey(pem), Buffer.from(signature, 'base64'))).toBe(true);

    expect(browser.names).toEqual([]);
    expect(await prisma.guest.count({ where: { id: guestId } })).toBe(0);
    expect(await prisma.photo.findMany({ where: { fileName: 'sent.jpg' } })).toMatchObject([
      { guestId: null },
    ]);
    expect(await prisma.upload.count({ where: { fileName: { in: ['sent.jpg', 'half.jpg'] } } })).toBe(0);
    expect(JSON.stringify(await lines())).not.toContain(guestId);
    expect(await forget(browser, token), 'there is nobody any more').toBeNull();
  });

  test('takes along the photos that nobody has approved, and all that they sent if they say so', async () => {
    const { token } = await share({ rights: { upload: true } });
    const store = gateway.app.get<ObjectStore>(STORE);
    const { prisma } = gateway.database;
    const sending = async (name: string) => {
      const { browser, guestId } = await found(token, 1);
      const tus = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
      for (const file of [`${name} shown.jpg`, `${name} waits.jpg`])
        await tus.sendWhole({ name: file, bytes: photoBytes(file) });
      const shown = { guestId, fileName: `${name} shown.jpg` };
      await prisma.photo.updateMany({ where: shown, data: { heldAt: null } });
      const photos = await prisma.photo.findMany({ where: { guestId }, orderBy: { fileName: 'asc' } });
      await finishPhoto(gateway, photos[0]?.id ?? '', [{ k: 9, personId: null }]);
      const there = async (): Promise<boolean[]> =>
        Promise.all(
          photos.map(async ({ sha256 }) => (await store.head(originalKey(eventId, sha256))) !== null),
        );
      return { browser, there };
    };
    const ann = await sending('ann');
    const ben = await sending('ben');
    expect([await ann.there(), await ben.there()]).toEqual([
      [true, true],
      [true, true],
    ]);
    expect((await forget(ann.browser, token))?.receipt.counts).toMatchObject({
      photos: 1,
      namelessPhotos: 1,
    });
    expect(await ann.there()).toEqual([true, false]);
    const all = (await forget(ben.browser, token, '?photos=all'))?.receipt.counts;
    expect(all).toMatchObject({ photos: 2, faces: 1 });
    expect(all).not.toHaveProperty('namelessPhotos');
    expect(await ben.there()).toEqual([false, false]);
  });

  test('is told when photos cannot be removed, gets no receipt then, and one once they are gone', async () => {
    const { token } = await share({ rights: { upload: true } });
    const { browser } = await found(token, 1);
    const tus = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    await tus.sendWhole({ name: 'stuck.jpg', bytes: photoBytes('stuck') });
    const store = gateway.app.get<ObjectStore>(STORE);
    const { delete: original } = store;
    store.delete = () => Promise.reject(new Error('the store is away'));
    const refused = await browser.fetch(`/guest/${token}/me`, { method: 'DELETE' });
    store.delete = original;
    expect([refused.status, browser.names]).toEqual([503, ['visage_links']]);
    expect((await forget(browser, token))?.receipt.counts).toMatchObject({ guests: 1, photos: 1 });
  });

  test('leaves no line of the log with their number, not even one that was counted meanwhile', async () => {
    const { token } = await share();
    const { browser, guestId } = await found(token, 1);
    const late = { actor: 'guest', actorId: guestId } as const;
    await forget(browser, token);
    const audit = new AuditRepository(gateway.database);
    await audit.write({ ...late, action: 'guest.searched' }, gateway.clock.now());
    await audit.add({ ...late, action: 'photo.seen', count: 3, at: gateway.clock.now() });
    expect(JSON.stringify(await lines())).not.toContain(guestId);
  });
});

test('who shared a phone and is removed has a receipt of their own', async () => {
  const { token } = await share();
  const { browser } = await found(token, 1);
  const child = { name: 'Mia', version: CONSENT_VERSION, by: 'parent', keepLooking: false };
  await browser.post(`/guest/${token}/companions`, child);
  const { id } = await gateway.database.prisma.guest.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const removed = await browser.fetch(`/guest/${token}/companions/${id}`, { method: 'DELETE' });
  const receipt = erasureAnswerSchema.parse(await removed.json()).receipt?.receipt;
  expect(receipt).toMatchObject({ what: 'companion', subjectId: id, counts: { companions: 1, consents: 1 } });
  expect(await isGenuine(receipt)).toBe(true);
  expect(JSON.stringify(await lines())).not.toContain(id);
});

describe('“What do you hold of me?”', () => {
  /** The files of a ZIP, by name. */
  async function filesOf(response: Response): Promise<Record<string, string>> {
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const zip = Buffer.from(await response.arrayBuffer());
    const entries = readZip((start, length) => zip.subarray(start, start + length), zip.length);
    return Object.fromEntries(
      entries.map(({ name, size, contentAt, crc32: sum }) => {
        const content = zip.subarray(contentAt, contentAt + size);
        expect(crc32(content)).toBe(sum);
        return [name, content.toString('utf8')];
      }),
    );
  }
  /** Fields that stand under a name of the code's, for want of one of the language's. */
  const nameless = (html: string): string[] =>
    [...html.matchAll(/<(?:dt|h2)>([a-z]+[A-Z]?\w*)<\/(?:dt|h2)>/g)].map(([, name = '']) => name);

  test('is answered to a guest with all of it but what their face looks like, also behind a closed link', async () => {
    const photoId = await addPhoto('held.jpg', 5);
    const { share: made, token } = await share({ rights: { upload: true } });
    const { browser, guestId } = await found(token, 5);
    const child = { name: '<Mia>', version: CONSENT_VERSION, by: 'parent', keepLooking: false };
    await browser.post(`/guest/${token}/companions`, child);
    const tus = new TusClient((path, init) => browser.fetch(path, init), `/guest/${token}/uploads`);
    await tus.sendWhole({ name: 'mine.jpg', bytes: photoBytes('mine') });
    await browser.post(`/guest/${token}/photos/${photoId}/not-me`, {});
    await organizer.fetch(`/shares/${made.id}`, { method: 'DELETE' });
    const files = await filesOf(await browser.fetch(`/guest/${token}/data.zip?language=de`));
    expect(Object.keys(files)).toEqual(['data.json', 'data.html']);
    const { 'data.json': json = '', 'data.html': html = '' } = files;
    expect(JSON.parse(json)).toMatchObject({
      guest: { id: guestId, name: 'Ann', event: { id: eventId, name: 'Wedding' }, link: 'Guests' },
      people: [
        {
          consent: { version: CONSENT_VERSION, by: 'self', keepLooking: true },
          matchedFaces: 1,
          shownPhotos: [{ photoId }],
          disownedPhotos: [photoId],
          keptSelfies: [{ createdAt: expect.any(String) as string }],
          consentEntries: [{ deed: 'given', by: 'self', version: CONSENT_VERSION, keepLooking: true }],
        },
        {
          ...{ name: '<Mia>', consent: { by: 'parent' }, keptSelfies: [], foundPhotos: [] },
          consentEntries: [{ deed: 'given', by: 'parent', keepLooking: false }],
        },
      ],
      photosSent: [{ fileName: 'mine.jpg' }],
      uploads: [{ fileName: 'mine.jpg', outcome: 'stored' }],
      driveConnection: null,
      refusals: [],
    });
    const { prisma } = gateway.database;
    const selfie = await prisma.keptSelfie.findFirstOrThrow({ where: { guestId } });
    const sealed = Buffer.from(selfie.embedding);
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(json).not.toContain(sealed.toString(form).slice(0, 40));
    expect(json).not.toContain('embedding');
    const { auditLines } = JSON.parse(json) as { auditLines: { action: string }[] };
    expect(auditLines.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'guest.joined',
        'guest.consented',
        'guest.searched',
        'guest.companion-added',
        'photo.added',
      ]),
    );
    expect(html).toContain('<html lang="de">');
    for (const word of ['Was über dich gespeichert ist', 'Einwilligung', 'mine.jpg', '&#60;Mia&#62;'])
      expect(html).toContain(word);
    expect(html).not.toContain('<Mia>');
    expect(nameless(html)).toEqual([]);
  });

  test('is answered to who is no guest, and to who was sent away and forgotten', async () => {
    const { share: made, token } = await share({ approvalRequired: true });
    const nobody = new BrowserJar(gateway.origin);
    const json = async (browser: BrowserJar): Promise<unknown> =>
      JSON.parse((await filesOf(await browser.fetch(`/guest/${token}/data.zip`)))['data.json'] ?? '');
    expect(await json(nobody)).toMatchObject({ guest: null, refusals: [] });
    await nobody.post(`/guest/${token}/join`, { name: 'Nobody knows' });
    const guest = await gateway.database.prisma.guest.findFirstOrThrow({
      where: { shareCode: { shareId: made.id } },
    });
    await organizer.post(`/guests/${guest.id}/refuse`, {});
    await forget(nobody, token);
    expect(await json(nobody)).toMatchObject({ guest: null, refusals: [expect.any(String)] });
  });

  test('is answered to a user, of themselves alone', async () => {
    const files = await filesOf(await organizer.fetch('/session/data.zip'));
    const { 'data.json': json = '', 'data.html': html = '' } = files;
    expect(JSON.parse(json)).toMatchObject({
      user: { email: 'organizer@example.org', role: 'organizer' },
      sessions: [{ endedAt: null }],
      events: expect.arrayContaining([expect.objectContaining({ id: eventId, name: 'Wedding' })]) as unknown,
      driveConnection: null,
    });
    for (const secret of ['argon2', 'passwordHash', 'admin@example.org']) expect(json).not.toContain(secret);
    expect(html).toContain('<html lang="en">');
    expect(nameless(html)).toEqual([]);
    const other: unknown = JSON.parse(
      (await filesOf(await admin.fetch('/session/data.zip')))['data.json'] ?? '',
    );
    expect(other).toMatchObject({ user: { email: 'admin@example.org' }, events: [] });
  });
});

describe('an event that is erased', () => {
  test('is answered with a receipt that counts what really went', async () => {
    const id = await makeEvent();
    await addPhoto('one.jpg', 1, id);
    await addPhoto('two.jpg', 2, id);
    const { token } = await share({}, id);
    const { browser } = await found(token, 1);
    await organizer.fetch(`/events/${id}`, { method: 'DELETE' });
    const receipt = await remove(organizer, `/trash/events/${id}`);
    expect(receipt).toMatchObject({
      what: 'event',
      subjectId: id,
      eventId: id,
      textVersions: [CONSENT_VERSION],
    });
    expect(receipt?.counts).toEqual({
      ...{ photos: 2, faces: 2, people: 2, shares: 1, codes: 1, guests: 1, consents: 1 },
      ...{ matches: 1, keptSelfies: 1, shownPhotos: 1, keys: 1 },
    });
    expect(await isGenuine(receipt)).toBe(true);
    expect(await receiptsOf(organizer)).toContainEqual(receipt);
    expect(await receiptsOf(admin)).not.toContainEqual(receipt);
    expect(await forget(browser, token), 'nothing of the guest is left').toBeNull();
  });

  test('has no receipt as long as files of it are left, and one from the sweep that removes them', async () => {
    const id = await makeEvent();
    await addPhoto('left.jpg', 1, id);
    await organizer.fetch(`/events/${id}`, { method: 'DELETE' });
    // whoever erased it died after its rows
    await new EventRepository(gateway.database).erase(id, { only: 'trashed' });
    const ofEvent = async () => (await receiptsOf(organizer)).filter(({ subjectId }) => subjectId === id);
    expect(await ofEvent()).toEqual([]);
    const store = gateway.app.get<ObjectStore>(STORE);
    const original = store.deletePrefix.bind(store);
    store.deletePrefix = (prefix) =>
      prefix === eventPrefix(id) ? Promise.reject(new Error('away')) : original(prefix);
    await gateway.app.get(EventErase).sweep();
    expect(await ofEvent()).toEqual([]);
    store.deletePrefix = original;
    await gateway.app.get(EventErase).sweep();
    const [receipt, ...others] = await ofEvent();
    expect([receipt?.counts.photos, others, await isGenuine(receipt)]).toEqual([1, [], true]);
    await gateway.app.get(EventErase).sweep();
    expect(await ofEvent(), 'it stays the same').toEqual([receipt]);
  });
});

test('photos that are removed for good are proven to their organizer, by hand and when their time is over', async () => {
  const id = await makeEvent();
  const [now, later] = [await addPhoto('now.jpg', 1, id), await addPhoto('later.jpg', 2, id)];
  await organizer.post(`/events/${id}/photos/trash`, { photoIds: [now, later] });
  const erased = await organizer.post(`/events/${id}/photos/erase`, { photoIds: [now] });
  const { receipt } = photosErasedSchema.parse(await erased.json());
  expect(receipt?.receipt).toMatchObject({ what: 'photos', eventId: id, counts: { photos: 1, faces: 1 } });
  const again = await organizer.post(`/events/${id}/photos/erase`, { photoIds: [now] });
  expect(photosErasedSchema.parse(await again.json())).toEqual({ photos: 0, receipt: null });
  const deletedAt = new Date(gateway.clock.now().getTime() - 31 * 86_400_000);
  await gateway.database.prisma.photo.update({ where: { id: later }, data: { deletedAt } });
  await gateway.app.get(PhotoErase).sweep();
  const list = (await receiptsOf(organizer)).filter(({ subjectId }) => subjectId === id);
  expect(list).toHaveLength(2);
  expect(await Promise.all(list.map(isGenuine))).toEqual([true, true]);
});

test('a photo that somebody else has removed in the same moment is in no second receipt', async () => {
  const id = await makeEvent();
  const photoId = await addPhoto('once.jpg', 1, id);
  await organizer.post(`/events/${id}/photos/trash`, { photoIds: [photoId] });
  const leaving = await new TrashRepository(gateway.database).leavePhotos(id, [photoId]);
  const eraser = gateway.app.get(PhotoErase);
  expect((await eraser.eraseOf(id, leaving)).receipt?.counts.photos).toBe(1);
  expect(await eraser.eraseOf(id, leaving)).toEqual({ receipt: null, well: true });
});

test('an account that is removed is proven to the administrator', async () => {
  const id = await gateway.addUser('leaving@example.org', 'organizer');
  await gateway.signIn('leaving@example.org');
  const receipt = await remove(admin, `/admin/users/${id}`);
  expect(receipt).toMatchObject({ what: 'user', subjectId: id, eventId: null, counts: { sessions: 1 } });
  expect(await isGenuine(receipt)).toBe(true);
  expect(await receiptsOf(admin)).toContainEqual(receipt);
});

describe('a receipt', () => {
  test('that was changed, or is another installation’s, is told from a genuine one, and only that one is printed', async () => {
    const { token } = await share();
    const { browser } = await found(token, 1);
    const issued = await forget(browser, token);
    const receipt = issued?.receipt;
    const outcomes = await Promise.all([
      check(JSON.stringify(receipt)),
      check(JSON.stringify({ ...receipt, counts: { ...receipt?.counts, keptSelfies: 7 } })),
      check(JSON.stringify({ ...receipt, erasedAt: '2020-01-01T00:00:00.000Z' })),
      check(JSON.stringify({ ...receipt, key: '0123456789abcdef' })),
      check('{}'),
    ]);
    expect(outcomes).toEqual(['genuine', 'changed', 'changed', 'foreign', 'unreadable']);
    const print = (text: string) =>
      fetch(`${gateway.api}/receipts/receipt.pdf?language=de&receipt=${encodeURIComponent(text)}`);
    const pdf = await print(issued?.url.split('#')[1] ?? '');
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1')).toContain('/Lang (de)');
    expect((await print('nothing')).status).toBe(422);
  });

  test('stays genuine when another key signs, because the old one cannot be opened any more', async () => {
    const { token } = await share();
    const old = (await forget((await found(token, 1)).browser, token))?.receipt;
    const { prisma } = gateway.database;
    const [{ sealedKey = Uint8Array.of() } = {}] = await prisma.receiptKey.findMany();
    const foreign = createReceiptKey(keysOfSecret(randomBytes(32))).sealedKey;
    await prisma.receiptKey.updateMany({ data: { sealedKey: foreign } });
    await gateway.clock.advance(1000);
    const fresh = (await forget((await found(token, 1)).browser, token))?.receipt;
    expect(fresh?.key).not.toBe(old?.key);
    expect([fresh?.installation, await isGenuine(old), await isGenuine(fresh)]).toEqual([
      ...[old?.installation, true, true],
    ]);
    const keys = receiptKeysSchema.parse(await (await fetch(`${gateway.api}/receipts/keys`)).json());
    expect(keys.keys.map(({ id }) => id)).toEqual([fresh?.key, old?.key]);
    expect(sealedKey.length).toBeGreaterThan(60);
  });

  test('is of one key, however many gateways start at once', async () => {
    await gateway.database.prisma.receipt.deleteMany();
    await gateway.database.prisma.receiptKey.deleteMany();
    const signing = gateway.app.get(ReceiptSigning);
    await Promise.all([1, 2, 3, 4].map(() => signing.onApplicationBootstrap()));
    expect(await new ReceiptRepository(gateway.database).findKeys()).toHaveLength(1);
  });
});
