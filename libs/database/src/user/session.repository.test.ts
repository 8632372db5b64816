import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import { SessionRepository, type RefreshHash, type SessionRecord } from './session.repository.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { openTestDatabase } from '../testing/test.database.js';

const NOW = new Date('2026-06-20T12:00:00Z');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);
const DAY = 86_400_000;

let copy: DatabaseCopy;
let database: Database;
let sessions: SessionRepository;
let ann: string;
let ben: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  sessions = new SessionRepository(database);
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});
beforeEach(async () => {
  await database.prisma.user.deleteMany({});
  [ann, ben] = [await makeUser('ann@b.c'), await makeUser('ben@b.c')];
});

const makeUser = async (email: string): Promise<string> =>
  (
    await database.prisma.user.create({
      data: { email, name: email, role: 'organizer', passwordHash: 'h', sessionsFrom: after(-DAY) },
    })
  ).id;
const hashOf = (token: string): RefreshHash => Uint8Array.from(createHash('sha256').update(token).digest());
let made = 0;
function open(
  userId: string,
  { createdAt = NOW, expiresAt = after(DAY), token = `token ${(made += 1)}` } = {},
): Promise<SessionRecord> {
  return sessions.open({ userId, agent: 'Firefox', createdAt, expiresAt }, hashOf(token));
}
const endOf = async ({ id }: SessionRecord): Promise<Date | null> =>
  (await database.prisma.session.findUniqueOrThrow({ where: { id } })).endedAt;

describe('somebody who ends a session', () => {
  test('ends their own and no other, and nobody else’s by its id', async () => {
    const [one, two, theirs] = [await open(ann), await open(ann), await open(ben)];
    expect(await sessions.endOfUser(ann, theirs.id, NOW)).toBe(false);
    expect(await endOf(theirs)).toBeNull();
    expect(await sessions.endOfUser(ann, one.id, NOW)).toBe(true);
    expect([await endOf(one), await endOf(two), await endOf(theirs)]).toEqual([NOW, null, null]);
    expect(await sessions.endOfUser(ann, one.id, after(5)), 'once').toBe(false);
    expect(await endOf(one), 'the first moment counts').toEqual(NOW);
  });

  test('ends all of theirs at once, and is told how many', async () => {
    const [one, two, ended, theirs] = [await open(ann), await open(ann), await open(ann), await open(ben)];
    await sessions.end(ended.id, NOW);
    await sessions.end(ended.id, after(1));
    expect([await endOf(ended), await endOf(one)]).toEqual([NOW, null]);
    expect(await sessions.endAll(ann, after(2))).toBe(2);
    expect([await endOf(one), await endOf(two), await endOf(ended), await endOf(theirs)]).toEqual([
      after(2),
      after(2),
      NOW,
      null,
    ]);
  });
});

describe('a session is live', () => {
  test('until it ends, or its time is over to the millisecond', async () => {
    const [one, two] = [await open(ann), await open(ann)];
    const live = (at: Date) => sessions.findLive(one.id, at);
    expect(await live(NOW)).toMatchObject({
      session: { id: one.id, userId: ann, agent: 'Firefox', createdAt: NOW },
      user: { id: ann, email: 'ann@b.c' },
    });
    expect([await live(after(DAY - 1)), await live(after(DAY))]).toEqual([expect.anything(), null]);
    await sessions.end(one.id, NOW);
    expect(await live(NOW)).toBeNull();
    expect((await sessions.findLive(two.id, NOW))?.session.id).toBe(two.id);
  });

  test('for a user who is not switched off, and from the last change of password on', async () => {
    const session = await open(ann);
    const set = (data: { disabledAt?: Date | null; sessionsFrom?: Date }) =>
      database.prisma.user.update({ where: { id: ann }, data });
    await set({ disabledAt: NOW });
    expect(await sessions.findLive(session.id, NOW)).toBeNull();
    await set({ disabledAt: null, sessionsFrom: after(1) });
    expect([await sessions.findLive(session.id, NOW), await sessions.listLive(ann, NOW)]).toEqual([null, []]);
    await set({ sessionsFrom: NOW });
    expect((await sessions.findLive(session.id, NOW))?.user.id).toBe(ann);
    expect(await sessions.listLive(ann, NOW)).toHaveLength(1);
  });

  test('with the events that its user helps with, and not those of others', async () => {
    const session = await open(ann);
    const { id: eventId } = await database.prisma.event.create({
      data: { ownerId: ben, name: 'E', embedder: 'm' },
    });
    const other = await makeUser('other@b.c');
    await database.prisma.eventCollaborator.create({ data: { eventId, userId: other } });
    expect((await sessions.findLive(session.id, NOW))?.user.helpsWith).toEqual([]);
    await database.prisma.eventCollaborator.create({ data: { eventId, userId: ann } });
    expect((await sessions.findLive(session.id, NOW))?.user.helpsWith).toEqual([eventId]);
    await database.prisma.event.delete({ where: { id: eventId } });
  });

  test('in the list of its own user, the last used first', async () => {
    const [old, ended, over, used] = [
      await open(ann),
      await open(ann),
      await open(ann, { expiresAt: NOW }),
      await open(ann),
    ];
    await open(ben);
    await sessions.end(ended.id, NOW);
    await database.prisma.session.update({ where: { id: old.id }, data: { seenAt: after(-5) } });
    await database.prisma.session.update({ where: { id: used.id }, data: { seenAt: after(5) } });
    expect((await sessions.listLive(ann, NOW)).map(({ id }) => id)).toEqual([used.id, old.id]);
    expect((await sessions.listLive(ann, after(-1))).map(({ id }) => id)).toContain(over.id);
    expect(await sessions.listLive(old.id, NOW), 'nobody').toEqual([]);
  });

  test('or else forgotten once its time is over, ended or not', async () => {
    const [over, live] = [await open(ann, { expiresAt: NOW }), await open(ann, { expiresAt: after(1) })];
    await sessions.end(live.id, NOW);
    expect(await sessions.removeExpired(NOW)).toBe(1);
    expect((await database.prisma.session.findMany()).map(({ id }) => id)).toEqual([live.id]);
    expect(over.id).not.toBe(live.id);
  });
});

describe('a refresh token', () => {
  const renew = (token: string, next: string, at = NOW) =>
    sessions.renew({ hash: hashOf(token), nextHash: hashOf(next), at, graceMs: 1000 });

  test('renews its session once; for a moment it may come back, then its session has ended, and no other', async () => {
    const session = await open(ann, { token: 'first' });
    const other = await open(ann);
    expect(await renew('first', 'second', after(1))).toMatchObject({
      outcome: 'renewed',
      session: { id: session.id },
      user: { id: ann },
    });
    expect((await database.prisma.session.findUniqueOrThrow({ where: { id: session.id } })).seenAt).toEqual(
      after(1),
    );
    expect(await renew('first', 'third', after(1001))).toMatchObject({
      outcome: 'repeated',
      session: { id: session.id },
    });
    expect(await sessions.findByToken(hashOf('third')), 'nothing to go on with').toBeNull();
    expect((await sessions.findByToken(hashOf('second')))?.id).toBe(session.id);
    expect(await renew('first', 'third', after(1002))).toEqual({
      outcome: 'stolen',
      userId: ann,
      sessionId: session.id,
    });
    expect([await endOf(session), await endOf(other)]).toEqual([after(1002), null]);
    expect(await renew('second', 'third', after(1003))).toEqual({ outcome: 'unknown' });
    expect((await sessions.findByToken(hashOf('first')))?.id, 'told apart still').toBe(session.id);
  });

  test('that is made up, or whose session is over, renews nothing', async () => {
    await open(ann, { token: 'late', expiresAt: NOW });
    expect([await renew('made up', 'a'), await renew('late', 'b')]).toEqual([
      { outcome: 'unknown' },
      { outcome: 'unknown' },
    ]);
    expect(await database.prisma.refreshToken.count()).toBe(1);
    expect(await sessions.findByToken(hashOf('made up'))).toBeNull();
  });

  test('that two bring at one moment renews for one of them', async () => {
    await open(ann, { token: 'shared' });
    const outcomes = await Promise.all(['a', 'b', 'c'].map((next) => renew('shared', next)));
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['renewed', 'repeated', 'repeated']);
    expect(await database.prisma.refreshToken.count()).toBe(2);
  });
});
