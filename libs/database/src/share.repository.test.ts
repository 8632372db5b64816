import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SHARE_RIGHTS } from '@visage/contracts/share.contract';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type Database } from './database.client.js';
import { GuestRepository } from './guest.repository.js';
import { applyMigrations } from './migration.runner.js';
import { ShareRepository, type ShareRecord } from './share.repository.js';

let folder: string;
let server: EmbeddedPostgres;
let database: Database;
let shares: ShareRepository;
let guests: GuestRepository;
let eventId: string;
let share: ShareRecord;
let codeId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-shares-'));
  server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
  await applyMigrations(server.url, join(import.meta.dirname, '../../../prisma/migrations'));
  database = createDatabase(server.url);
  shares = new ShareRepository(database);
  guests = new GuestRepository(database);
  const user = await database.prisma.user.create({
    data: { email: 'a@b.c', name: 'A', role: 'admin', passwordHash: 'h' },
  });
  eventId = (await database.prisma.event.create({ data: { ownerId: user.id, name: 'E', embedder: 'm' } })).id;
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  share = await shares.create({
    eventId,
    name: 'Tables',
    scope: { kind: 'own-photos' },
    rights: { ...DEFAULT_SHARE_RIGHTS, original: false },
    presentation: { watermark: false, hideLocation: true },
    expiresAt: new Date('2030-01-01T00:00:00Z'),
    codeLabel: 'Table 1',
  });
  codeId = share.codes[0]?.id ?? '';
});

test('a share keeps what its organizer chose, and starts with a code', async () => {
  expect(await shares.find(share.id)).toEqual(share);
  expect(share.codes).toMatchObject([{ label: 'Table 1', guests: 0, revokedAt: null }]);
  expect(share.attributes).toMatchObject({
    scope: { kind: 'own-photos' },
    rights: { original: false, view: true },
    limits: { from: null, until: '2030-01-01T00:00:00.000Z', revokedAt: null },
  });
  expect((await shares.listOfEvent(eventId))[0]?.id).toBe(share.id);
});

test('revoking one code leaves the others, revoking the share closes them all, and the first moment stays', async () => {
  const second = await shares.addCode(share.id, 'Table 2');
  const first = new Date('2026-01-01T00:00:00Z');
  await shares.revokeCode(codeId, first);
  await shares.revokeCode(codeId, new Date());
  expect((await shares.findCode(codeId))?.code.revokedAt).toEqual(first);
  expect((await shares.findCode(second.id))?.code.revokedAt).toBeNull();
  await shares.revoke(share.id, first);
  expect((await shares.findCode(second.id))?.share.attributes.limits.revokedAt).toBe(first.toISOString());
});

test('a row whose attributes nobody understands opens nothing', async () => {
  await database.prisma.share.update({ where: { id: share.id }, data: { scope: { kind: 'everything' } } });
  await expect(shares.findCode(codeId)).rejects.toThrow();
  await database.prisma.share.delete({ where: { id: share.id } });
});

test('a guest is counted with the code, found with the share, and forgotten with everything', async () => {
  const guest = await guests.create(codeId, { version: '1', at: new Date() });
  expect((await shares.find(share.id))?.codes[0]?.guests).toBe(1);
  expect(await guests.findWithShares([guest.id, share.id])).toMatchObject([
    {
      guest: { id: guest.id, consentVersion: '1' },
      code: { id: codeId },
      share: { id: share.id, eventId },
      personIds: [],
    },
  ]);
  await guests.forget(guest.id);
  await guests.forget(guest.id);
  expect(await guests.findWithShares([guest.id])).toEqual([]);
});

test('withdrawn consent takes along what it had found, and no later search puts it back', async () => {
  const guest = await guests.create(codeId, { version: '1', at: new Date() });
  const matches = { personIds: ['018f0000-0000-7000-8000-000000000001'], faceIds: [], at: new Date() };
  expect(await guests.recordMatches(guest.id, matches)).toBe(true);
  await guests.recordConsent(guest.id, null);
  expect(await guests.recordMatches(guest.id, matches)).toBe(false);
  const [found] = await guests.findWithShares([guest.id]);
  expect(found?.guest).toMatchObject({
    consentVersion: null,
    consentedAt: null,
    identifiedAt: null,
    personIds: [],
    faceIds: [],
  });
});

test('a face that was matched before it was grouped brings along its person later', async () => {
  const photo = await database.prisma.photo.create({
    data: { eventId, fileName: 'a', sha256: `s-${share.id}`, md5: 'm', bytes: 1 },
  });
  const face = await database.prisma.face.create({
    data: {
      eventId,
      photoId: photo.id,
      x: 0,
      y: 0,
      width: 1,
      height: 1,
      landmarks: [],
      score: 1,
      quality: 1,
    },
  });
  const guest = await guests.create(codeId, { version: '1', at: new Date() });
  await guests.recordMatches(guest.id, { personIds: [], faceIds: [face.id], at: new Date() });
  expect((await guests.findWithShares([guest.id]))[0]).toMatchObject({ personIds: [], photoIds: [photo.id] });
  const person = await database.prisma.person.create({ data: { eventId } });
  await database.prisma.face.update({ where: { id: face.id }, data: { personId: person.id } });
  expect((await guests.findWithShares([guest.id]))[0]).toMatchObject({
    personIds: [person.id],
    photoIds: [photo.id],
  });
});
