import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withAdvisoryLock } from './advisory.lock.js';
import { createDatabase, type Database } from './database.client.js';
import { withMirrorLock } from '../drive/drive-mirror.lock.js';
import { withEventLock } from '../event/event.lock.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { openTestDatabase } from '../testing/test.database.js';

let copy: DatabaseCopy;
let database: Database;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

const done = async (): Promise<string> => 'done';

test('while one worker groups an event, another does not begin, and does not wait', async () => {
  const eventId = randomUUID();
  let calls = 0;
  const second = () => withEventLock(database, eventId, async () => ++calls);
  const first = await withEventLock(database, eventId, async (signal) => {
    expect(await second()).toEqual({ locked: false });
    expect(await second()).toEqual({ locked: false }); // having asked in vain frees nothing
    expect(calls).toBe(0);
    return signal.aborted;
  });
  expect(first).toEqual({ locked: true, value: false });
  expect(await second()).toEqual({ locked: true, value: 1 });
});

test('other events, and a mirror of the same id, are worked on meanwhile', async () => {
  const id = randomUUID();
  const all = await withEventLock(database, id, () =>
    Promise.all([
      withEventLock(database, randomUUID(), done),
      withMirrorLock(database, id, done),
      withAdvisoryLock(database, 1, id, done),
    ]),
  );
  expect(all).toMatchObject({ locked: true, value: [{ locked: true }, { locked: true }, { locked: true }] });
});

test('work that fails leaves the event to the next worker', async () => {
  const eventId = randomUUID();
  await expect(
    withEventLock(database, eventId, () => Promise.reject(new Error('out of memory'))),
  ).rejects.toThrow('out of memory');
  expect(await withEventLock(database, eventId, done)).toEqual({ locked: true, value: 'done' });
});

test('a worker whose connection is lost is told that others may begin', async () => {
  const eventId = randomUUID();
  const cutOff = () =>
    database.prisma.$queryRaw`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'visage lock'`;
  const result = await withEventLock(database, eventId, async (signal) => {
    const told = once(signal, 'abort');
    await cutOff();
    await told;
    expect(await withEventLock(database, eventId, done)).toEqual({ locked: true, value: 'done' });
    return signal.aborted;
  });
  expect(result).toEqual({ locked: true, value: true });
});
