import { digestsOf, FACE_COLUMNS } from '../testing/photo.columns.js';
import { DEFAULT_SHARE_RIGHTS, shareRightsSchema } from '@visage/contracts/share.contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import { GuestForgetting } from '../guest/guest.forgetting.js';
import { GuestRepository, type GuestRecord } from '../guest/guest.repository.js';
import { VisitorRepository } from '../guest/visitor.repository.js';
import { GuestListing } from '../guest/guest.listing.js';
import { Prisma } from '../generated/client.js';
import { ShareDefaultsRepository } from './share-defaults.repository.js';
import { ShareCodeRepository } from './share-code.repository.js';
import type { NewCode } from './share.record.js';
import { ShareRepository, type ShareWithCodes } from './share.repository.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { openTestDatabase } from '../testing/test.database.js';
import { BY_GUEST, consentOf } from '../testing/consent.values.js';

let copy: DatabaseCopy;
let database: Database;
let shares: ShareRepository;
let guests: GuestRepository;
let visitors: VisitorRepository;
let eventId: string;
let codes: ShareCodeRepository;
let share: ShareWithCodes;
let codeId: string;

let made = 0;
const newCode = (label: string): NewCode => {
  made += 1;
  return {
    label,
    limits: { rights: {}, until: null },
    short: { hash: `hash ${made}`, box: Uint8Array.of(made) },
  };
};

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  shares = new ShareRepository(database);
  guests = new GuestRepository(database);
  visitors = new VisitorRepository(database);
  codes = new ShareCodeRepository(database);
  const user = await database.prisma.user.create({
    data: { email: 'a@b.c', name: 'A', role: 'admin', passwordHash: 'h' },
  });
  eventId = (await database.prisma.event.create({ data: { ownerId: user.id, name: 'E', embedder: 'm' } })).id;
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
beforeEach(async () => {
  share = await shares.create({
    eventId,
    name: 'Tables',
    scope: { kind: 'own-photos' },
    rights: { ...DEFAULT_SHARE_RIGHTS, original: false },
    presentation: { watermark: false, hideLocation: true },
    expiresAt: new Date('2030-01-01T00:00:00Z'),
    code: newCode('Table 1'),
  });
  codeId = share.codes[0]?.id ?? '';
});

const countedGuests = async (): Promise<number | null | undefined> =>
  (await visitors.find({ codeIds: [codeId] }))[0]?.guestCount;

async function joined(): Promise<GuestRecord> {
  const consent = consentOf({ keepLooking: true });
  const guest = await guests.create({ id: codeId, shareId: share.id }, { consent });
  if (!guest) throw new Error('the share is full');
  return guest;
}

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
  const [second] = await codes.add(share.id, [newCode('Table 2')], new Date());
  const first = new Date('2026-01-01T00:00:00Z');
  await codes.revoke(codeId, first);
  await codes.revoke(codeId, new Date());
  expect((await codes.find(codeId))?.code.revokedAt).toEqual(first);
  expect((await codes.find(second?.id ?? ''))?.code.revokedAt).toBeNull();
  await shares.revoke(share.id, first);
  expect((await codes.find(second?.id ?? ''))?.share.attributes.limits.revokedAt).toBe(first.toISOString());
});

test('codes stay in the order they were made in, and are found by what a person types', async () => {
  const labels = Array.from({ length: 20 }, (_, index) => `Table ${index + 2}`);
  const added = await codes.add(share.id, labels.map(newCode), new Date());
  expect(added.map((code) => code.label)).toEqual(labels);
  expect((await shares.find(share.id))?.codes.map((code) => code.label)).toEqual(['Table 1', ...labels]);
  expect(await visitors.find({ shortHashes: [added[3]?.short?.hash ?? ''] })).toMatchObject([
    { code: { id: added[3]?.id } },
  ]);
  expect(await visitors.find({ shortHashes: ['hash of nothing'] })).toEqual([]);
});

test('a code counts how often it was opened, and is narrowed alone', async () => {
  const at = new Date('2026-06-20T18:00:00Z');
  await codes.countOpen(codeId, new Date('2026-06-20T17:00:00Z'));
  await codes.countOpen(codeId, at);
  const until = '2026-07-01T00:00:00.000Z';
  expect(await codes.update(codeId, { label: 'Band', rights: { original: false }, until })).toMatchObject({
    label: 'Band',
    limits: { rights: { original: false }, until },
    opens: 2,
    lastUsedAt: at,
  });
  expect(await codes.update(codeId, { until: null })).toMatchObject({
    label: 'Band',
    limits: { rights: { original: false }, until: null },
  });
  expect((await codes.find(codeId))?.share.attributes.rights.view).toBe(true);
});

test('a row whose attributes nobody understands opens nothing', async () => {
  await database.prisma.share.update({ where: { id: share.id }, data: { scope: { kind: 'everything' } } });
  await expect(codes.find(codeId)).rejects.toThrow();
  await expect(visitors.find({ codeIds: [codeId] })).rejects.toThrow();
  await database.prisma.share.delete({ where: { id: share.id } });
});

test('a share from before there was a right does not grant it, and keeps what it grants', async () => {
  await database.prisma.share.update({
    where: { id: share.id },
    data: { rights: { view: true, zip: true, fly: true }, presentation: { watermark: true } },
  });
  const attributes = (await codes.find(codeId))?.share.attributes;
  expect(attributes?.rights).toEqual({
    ...Object.fromEntries(shareRightsSchema.keyof().options.map((right) => [right, false])),
    ...{ view: true, zip: true },
  });
  expect(attributes?.presentation).toEqual({ watermark: true, hideLocation: true });
  for (const broken of [{ view: 'yes' }, [true], 'all', null]) {
    const rights = broken ?? Prisma.JsonNull;
    await database.prisma.share.update({ where: { id: share.id }, data: { rights } });
    await expect(codes.find(codeId), JSON.stringify(broken)).rejects.toThrow();
  }
  await database.prisma.share.delete({ where: { id: share.id } });
});

test('what new shares start with is read the same way', async () => {
  const defaults = new ShareDefaultsRepository(database);
  await database.prisma.shareDefaults.create({
    data: { rights: { view: true }, presentation: {}, days: 30, approvalRequired: false },
  });
  expect(await defaults.find()).toMatchObject({
    rights: { view: true, upload: false },
    presentation: { watermark: false, hideLocation: true },
  });
  await database.prisma.shareDefaults.deleteMany();
});

test('a guest is counted with the code, found with the share, and forgotten with everything', async () => {
  const guest = await joined();
  expect((await shares.find(share.id))?.codes[0]?.guests).toBe(1);
  expect(await visitors.find({ guestIds: [guest.id, share.id] })).toMatchObject([
    {
      guest: { id: guest.id, consentVersion: '1', found: { personIds: [] } },
      code: { id: codeId },
      share: { id: share.id, eventId },
      guestCount: null,
    },
  ]);
  await new GuestForgetting(database).forget(guest.id);
  await new GuestForgetting(database).forget(guest.id);
  expect(await visitors.find({ guestIds: [guest.id] })).toEqual([]);
});

test('the last place of a share is taken once, by however many who come at once; one sent away leaves it', async () => {
  await shares.update(share.id, () => ({ maxGuests: 2 }));
  const code = { id: codeId, shareId: share.id };
  const admitted = await Promise.all(Array.from({ length: 6 }, () => guests.create(code, {})));
  const inside = admitted.filter((guest) => guest !== null);
  expect(inside).toHaveLength(2);
  expect(await countedGuests()).toBe(2);
  await new GuestListing(database).answer(inside[0]?.id ?? '', false, new Date());
  expect(await countedGuests()).toBe(1);
  expect(await guests.create(code, { name: 'Erna' })).toMatchObject({ name: 'Erna' });
});

test('withdrawn consent takes along what it had found, and no later search puts it back', async () => {
  const guest = await joined();
  const { id: photoId } = await database.prisma.photo.create({
    data: { eventId, fileName: 'a', ...digestsOf(guest.id), bytes: 1 },
  });
  const face = await database.prisma.face.create({ data: { eventId, photoId, ...FACE_COLUMNS } });
  const matches = [{ faceIds: [face.id] }];
  expect(await guests.recordMatches(guest.id, matches, new Date())).toBe(true);
  expect((await visitors.find({ guestIds: [guest.id] }))[0]?.guest?.found.photoIds).toEqual([photoId]);
  await guests.withdrawConsent(guest.id, BY_GUEST);
  expect(await guests.recordMatches(guest.id, matches, new Date())).toBe(false);
  const [found] = await visitors.find({ guestIds: [guest.id] });
  expect(found?.guest).toMatchObject({
    consentVersion: null,
    consentedAt: null,
    identifiedAt: null,
    found: { personIds: [], photoIds: [] },
  });
});

test('a face that was matched before it was grouped brings along its person later', async () => {
  const photo = await database.prisma.photo.create({
    data: { eventId, fileName: 'a', ...digestsOf(share.id), bytes: 1 },
  });
  const face = await database.prisma.face.create({
    data: {
      eventId,
      photoId: photo.id,
      ...FACE_COLUMNS,
    },
  });
  const guest = await joined();
  await guests.recordMatches(guest.id, [{ faceIds: [face.id] }], new Date());
  const found = async () => (await visitors.find({ guestIds: [guest.id] }))[0]?.guest?.found;
  expect(await found()).toEqual({ personIds: [], photoIds: [photo.id] });
  const person = await database.prisma.person.create({ data: { eventId } });
  await database.prisma.face.update({ where: { id: face.id }, data: { personId: person.id } });
  expect(await found()).toEqual({ personIds: [person.id], photoIds: [] });
});
