/** The register of consents: what is entered when, that it outlives everybody, and that nobody changes it unnoticed. */
import { createHash, randomUUID } from 'node:crypto';
import type { ConsentCheck, ConsentEntry } from '@visage/contracts/consent.contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { EventRepository } from '../event/event.repository.js';
import { GuestForgetting } from '../guest/guest.forgetting.js';
import { GuestRepository } from '../guest/guest.repository.js';
import { BY_GUEST, consentOf, pseudonymOf } from '../testing/consent.values.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { ChainCheck } from './consent.chain.js';
import { ConsentRegisterRepository } from './consent-register.repository.js';

let opened: OwnedDatabase;
let database: Database;
let guests: GuestRepository;
let register: ConsentRegisterRepository;
let eventId: string;
let code: { id: string; shareId: string };

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database } = opened);
  guests = new GuestRepository(database);
  register = new ConsentRegisterRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  await database.prisma.consentEntry.deleteMany();
  ({ eventId, code } = await makeLink());
});

async function makeLink(): Promise<{ eventId: string; code: typeof code }> {
  const id = randomUUID();
  await new EventRepository(database).create({ id, ownerId: opened.ownerId, name: 'E', embedder: 'm' });
  const { id: shareId, codes } = await database.prisma.share.create({
    data: {
      ...{ eventId: id, name: 'S', scope: { kind: 'gallery' }, rights: {}, presentation: {} },
      codes: { create: { label: 'C' } },
    },
    include: { codes: true },
  });
  return { eventId: id, code: { id: codes[0]?.id ?? '', shareId } };
}

async function join(consent = consentOf()): Promise<string> {
  const guest = await guests.create(code, { consent });
  return guest?.id ?? '';
}
async function entries(): Promise<ConsentEntry[]> {
  const all: ConsentEntry[] = [];
  for await (const page of register.pages(2)) all.push(...page);
  return all;
}
const told = async (): Promise<string[]> =>
  (await entries()).map(({ deed, by, who, version }) => `${deed} by ${by}: ${who} ${version}`);
function checked(of: readonly ConsentEntry[]): ConsentCheck {
  const check = new ChainCheck();
  for (const entry of of) check.take(entry);
  return check.result();
}

test('every consent and its end is entered, with the text, whose hand it was, and a pseudonym', async () => {
  const at = new Date('2026-06-20T14:00:00Z');
  const guestId = await join(consentOf({ version: '2026-12-01', keepLooking: true, at }));
  const companion = await guests.addCompanion(guestId, 'Mia', { ...consentOf(), by: 'parent' });
  await guests.recordConsent(guestId, consentOf({ version: '2' }));
  await guests.withdrawConsent(guestId, BY_GUEST);
  await guests.withdrawConsent(guestId, BY_GUEST); // withdrawn already
  await new GuestForgetting(database).forget(companion?.id ?? '', { at: BY_GUEST.at });
  expect(await told()).toEqual([
    `given by self: p-${guestId} 2026-12-01`,
    `given by parent: p-${companion?.id} 1`,
    `given by self: p-${guestId} 2`,
    `withdrawn by guest: p-${guestId} 2`,
    `withdrawn by guest: p-${companion?.id} 1`,
  ]);
  expect((await entries())[0]).toMatchObject({ number: 1, at: at.toISOString(), eventId, keepLooking: true });
});

test('who agrees again is entered under the same pseudonym, whatever key makes new ones by then', async () => {
  const guestId = await join();
  await guests.recordConsent(guestId, { ...consentOf(), pseudonymOf: () => 'by another key' });
  await guests.withdrawConsent(guestId, BY_GUEST);
  await guests.recordConsent(guestId, { ...consentOf(), pseudonymOf: () => 'by a third' });
  expect(new Set((await entries()).map(({ who }) => who))).toEqual(new Set([`p-${guestId}`]));
  expect(await entries()).toHaveLength(4);
});

test('who declines, or never agreed, is not in it', async () => {
  const guest = await guests.create(code, {});
  await guests.withdrawConsent(guest?.id ?? '', BY_GUEST);
  await new GuestForgetting(database).forget(guest?.id ?? '', { at: BY_GUEST.at });
  expect(await entries()).toEqual([]);
});

test('it outlives a guest who is forgotten with all on the phone, one who is sent away, and the event', async () => {
  const [forgotten, sentAway, staying] = [await join(), await join(), await join()];
  const child = (await guests.addCompanion(forgotten, 'Mia', { ...consentOf(), by: 'parent' }))?.id;
  await new GuestForgetting(database).forget(forgotten, { at: BY_GUEST.at });
  await guests.sendAway(sentAway, new Date());
  await new EventRepository(database).erase(eventId);
  expect((await told()).slice(4)).toEqual([
    ...[forgotten, child].map((id) => `withdrawn by guest: p-${id} 1`).toSorted(),
    `withdrawn by organizer: p-${sentAway} 1`,
    `withdrawn by erasure: p-${staying} 1`,
  ]);
  expect(await database.prisma.guest.count({ where: { shareCodeId: code.id } })).toBe(0);
  expect(checked(await entries())).toMatchObject({ entries: 8, broken: null });
});

test('consents of one moment follow each other in one chain, and one that fails leaves no entry', async () => {
  const broken = { ...code, id: randomUUID() };
  // of events of their own, so that nobody waits for anything but their turn
  const links = await Promise.all(Array.from({ length: 5 }, makeLink));
  const joining = Array.from({ length: 24 }, (_, number) =>
    guests.create(links[(number % 6) - 1]?.code ?? broken, { consent: consentOf() }).catch(() => null),
  );
  const made = (await Promise.all(joining)).filter((guest) => guest !== null);
  expect(made).toHaveLength(20);
  await Promise.all(
    made.slice(0, 10).map(({ id }) => new GuestForgetting(database).forget(id, { at: BY_GUEST.at })),
  );
  const all = await entries();
  expect(checked(all)).toEqual({ entries: 30, head: all.at(-1)?.hash, broken: null });
});

test('an entry that was changed, left out, put in or moved is found', async () => {
  for (let number = 0; number < 4; number += 1) await join();
  const all = await entries();
  const [first, second, third, fourth] = all;
  if (!first || !second || !third || !fourth) throw new Error('there are too few entries');
  expect(checked(all).broken).toBeNull();
  expect(checked([first, { ...second, version: '2' }, third, fourth]).broken).toBe(2);
  expect(checked([first, { ...second, at: new Date().toISOString() }, third, fourth]).broken).toBe(2);
  expect(checked([first, third, fourth]).broken).toBe(2);
  expect(checked([second, third, fourth]).broken).toBe(1);
  expect(checked([first, second, { ...second, number: 3 }, fourth]).broken).toBe(3);
  expect(checked([first, third, second, fourth]).broken).toBe(2);
  expect(checked([]), 'before anybody came').toEqual({ entries: 0, head: null, broken: null });
  // who changes one must change all that follow, and with them the head
  const forged = { ...second, who: 'p-somebody' };
  expect(checked([first, { ...forged, hash: hashAsDescribed(forged) }, third, fourth]).broken).toBe(3);
});

/** As it is described to whoever checks an export: SHA-256 of the entry without its hash, as JSON with its names in order. */
function hashAsDescribed({
  at,
  by,
  deed,
  eventId: event,
  keepLooking,
  number,
  previous,
  version,
  who,
}: ConsentEntry): string {
  const text =
    `{"at":"${at}","by":"${by}","deed":"${deed}","eventId":"${event}","keepLooking":${keepLooking},` +
    `"number":${number},"previous":"${previous}","version":"${version}","who":"${who}"}`;
  return createHash('sha256').update(text).digest('hex');
}

test('the hashes are those that are described', async () => {
  await join();
  await join();
  for (const entry of await entries()) expect(entry.hash).toBe(hashAsDescribed(entry));
  expect((await entries())[0]?.previous).toBe('0'.repeat(64));
});

test('consents from before there was a register are entered once, with the time of each', async () => {
  const consent = { consentVersion: '2026-11-30', consentedAt: new Date('2026-06-20T14:00:00Z') };
  const { prisma } = database;
  const { id } = await prisma.guest.create({ data: { shareCodeId: code.id, ...consent } });
  const child = { companionOfId: id, consentBy: 'parent' as const, ...consent };
  const { id: childId } = await prisma.guest.create({
    data: { shareCodeId: code.id, ...child, consentedAt: new Date('2026-06-21T14:00:00Z') },
  });
  await prisma.guest.create({ data: { shareCodeId: code.id } });
  expect([await register.adopt(pseudonymOf), await register.adopt(pseudonymOf)]).toEqual([2, 0]);
  expect(await entries()).toMatchObject([
    { deed: 'given', by: 'self', who: `p-${id}`, at: '2026-06-20T14:00:00.000Z', version: '2026-11-30' },
    { deed: 'given', by: 'parent', who: `p-${childId}`, at: '2026-06-21T14:00:00.000Z' },
  ]);
  await new GuestForgetting(database).forget(id, { at: BY_GUEST.at });
  expect((await told()).slice(2).sort()).toEqual(
    [id, childId].map((one) => `withdrawn by guest: p-${one} 2026-11-30`).sort(),
  );
});

test('a page holds the newest first', async () => {
  for (let number = 0; number < 3; number += 1) await join();
  const numbers = async (of: { before?: number; limit: number }) =>
    (await register.page(of)).map(({ number }) => number);
  expect([await numbers({ limit: 2 }), await numbers({ before: 2, limit: 2 })]).toEqual([[3, 2], [1]]);
});
