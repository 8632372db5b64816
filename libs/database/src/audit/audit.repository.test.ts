import { randomUUID } from 'node:crypto';
import type { AuditFilter } from '@visage/contracts/audit.contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AuditRepository, type AuditDeed } from './audit.repository.js';
import { fillEvent, type FullEvent } from '../testing/full.event.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';

let owned: OwnedDatabase;
let log: AuditRepository;
let full: FullEvent;

beforeAll(async () => {
  owned = await openOwnedDatabase();
  log = new AuditRepository(owned.database);
  const { id } = await owned.database.prisma.event.create({
    data: { ownerId: owned.ownerId, name: 'Wedding', embedder: 'm' },
  });
  full = await fillEvent(owned.database, { eventId: id, userId: owned.ownerId });
});
afterAll(() => owned.close());
beforeEach(() => owned.database.prisma.auditLine.deleteMany({}));

const at = (minute: number): Date => new Date(Date.UTC(2026, 5, 20, 12, minute));
const byOwner = { actor: 'user' as const, action: 'event.made' as const };
const write = (deed: Partial<AuditDeed>, minute: number): Promise<void> =>
  log.write({ ...byOwner, actorId: owned.ownerId, ...deed }, at(minute));
const found = async (filter: AuditFilter = {}): Promise<(string | null)[]> =>
  (await log.page(filter, { limit: 100 })).lines.map(({ subjectId }) => subjectId);

test('lines are found by who did what, in which event and when, the newest first', async () => {
  await write({ subjectId: 'a' }, 0);
  await write({ subjectId: 'b', actor: 'guest', actorId: full.guest }, 1);
  await write({ subjectId: 'c', action: 'event.trashed' }, 2);
  await write({ subjectId: 'd', eventId: full.event, actor: 'nobody', actorId: null }, 3);
  expect(await found()).toEqual(['d', 'c', 'b', 'a']);
  expect(await found({ actor: 'user' })).toEqual(['c', 'a']);
  expect(await found({ actorId: full.guest })).toEqual(['b']);
  expect(await found({ action: 'event.made' })).toEqual(['d', 'b', 'a']);
  expect(await found({ eventId: full.event })).toEqual(['d']);
  expect(await found({ from: at(1).toISOString(), until: at(2).toISOString() })).toEqual(['c', 'b']);
  expect(await found({ actor: 'user', action: 'event.made' })).toEqual(['a']);
});

test('pages follow one another without a gap, also through lines of one moment', async () => {
  for (const subjectId of ['a', 'b', 'c', 'd', 'e']) await write({ subjectId }, 7);
  await write({ subjectId: 'newest' }, 8);
  const whole = await found();
  const paged: (string | null)[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await log.page({}, { cursor, limit: 2 });
    paged.push(...page.lines.map(({ subjectId }) => subjectId));
    cursor = page.nextCursor ?? undefined;
    pages += 1;
  } while (cursor !== undefined && pages < 9);
  expect([paged, pages, whole[0]]).toEqual([whole, 3, 'newest']);
  const { lines } = await log.page({}, { cursor: 'no cursor of ours', limit: 1 });
  expect(lines.map(({ subjectId }) => subjectId)).toEqual(['newest']);
});

test('what is done again within the hour is counted in one line, until the last time', async () => {
  const view = {
    actor: 'link' as const,
    actorId: full.share,
    action: 'photo.seen' as const,
    eventId: full.event,
    subjectId: full.photo,
  };
  await log.add({ ...view, count: 2, at: at(5) });
  await log.add({ ...view, count: 3, at: at(50) });
  await log.add({ ...view, count: 1, at: at(10) });
  await log.add({ ...view, count: 1, at: at(60) });
  await log.add({ ...view, count: 1, at: at(5), subjectId: full.otherPhoto });
  const { lines } = await log.page({ actor: 'link' }, { limit: 9 });
  expect(lines.map(({ at: first, lastAt, count, subjectId }) => [first, lastAt, count, subjectId])).toEqual(
    expect.arrayContaining([
      [at(60), at(60), 1, full.photo],
      [at(5), at(50), 6, full.photo],
      [at(5), at(5), 1, full.otherPhoto],
    ]),
  );
  expect(lines).toHaveLength(3);
  expect(await log.removeBefore(at(50)), 'a line goes by when it last happened').toBe(1);
  expect(await log.removeBefore(at(61))).toBe(2);
});

test('names are those of today, and there are none of who or what is gone', async () => {
  const gone = randomUUID();
  await write({ actor: 'user' }, 0);
  await write({ actor: 'guest', actorId: full.guest }, 1);
  await write({ actor: 'link', actorId: full.share }, 2);
  await write({ actor: 'link', actorId: full.code }, 3);
  await write({ actor: 'user', actorId: gone, eventId: gone }, 4);
  await write({ actor: 'nobody', actorId: null, eventId: full.event, detail: { codes: 3 } }, 5);
  const named = async () =>
    (await log.page({}, { limit: 9 })).lines
      .reverse()
      .map(({ actorName, eventName }) => [actorName, eventName]);
  const actors = ['a@b.c', 'plain guest', 'plain share', 'plain code', null].map((name) => [name, null]);
  expect(await named()).toEqual([...actors, [null, 'Wedding']]);
  expect((await log.page({}, { limit: 1 })).lines[0]?.detail).toEqual({ codes: 3 });
  await owned.database.prisma.event.update({ where: { id: full.event }, data: { erasedAt: at(6) } });
  expect((await named()).at(-1)).toEqual([null, null]);
});
