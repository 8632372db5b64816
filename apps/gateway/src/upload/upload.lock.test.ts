import { randomUUID } from 'node:crypto';
import { ERRORS, type Lock } from '@tus/server';
import { connectProducer } from '@visage/queues/redis.connection';
import { startTestRedis, until } from '@visage/queues/testing/test.redis';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { UploadLocker } from './upload.lock.js';

const FOR_LONG_MS = 10_000;

let server: Awaited<ReturnType<typeof startTestRedis>>;
let redis: Redis;
let locker: UploadLocker;
let held: Lock[];
let id: string;

beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());
beforeEach(() => {
  redis = connectProducer(server.url);
  locker = new UploadLocker(redis);
  held = [];
  id = randomUUID();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(held.map((lock) => lock.unlock()));
  redis.disconnect();
});

const keyOf = (upload: string): string => `visage:upload:${upload}`;
const never = new AbortController().signal;

async function take(upload = id, by = locker): Promise<{ lock: Lock; asked: () => number }> {
  const lock = by.newLock(upload);
  let asked = 0;
  await lock.lock(never, () => void asked++);
  held.push(lock);
  return { lock, asked: () => asked };
}

const isFree = async (upload = id): Promise<boolean> => {
  const lock = locker.newLock(upload);
  try {
    await lock.lock(AbortSignal.abort(), () => undefined);
    await lock.unlock();
    return true;
  } catch {
    return false;
  }
};
/** So long that the lock has been renewed twice. */
async function untilRenewed(upload: string): Promise<void> {
  for (let renewal = 0; renewal < 2; renewal += 1) {
    await redis.pexpire(keyOf(upload), FOR_LONG_MS / 2);
    await until(async () => (await redis.pttl(keyOf(upload))) > FOR_LONG_MS);
  }
  await redis.ping(); // what the second renewal answered has arrived before
}

test('an upload is one request’s at a time, until it is done with it', async () => {
  const { lock } = await take();
  expect([await isFree(), await isFree(randomUUID())]).toEqual([false, true]);
  await lock.unlock();
  expect(await isFree()).toBe(true);
});

test('a request whose upload somebody else waits for is asked to let go of it, and has it until then', async () => {
  const { lock, asked } = await take();
  const next = take();
  await until(() => asked() > 0);
  expect(await redis.get(keyOf(id))).not.toBeNull();
  await lock.unlock();
  await next;
});

test('whoever waited in vain leaves no wish behind', async () => {
  const { lock } = await take();
  const patience = new AbortController();
  const waiting = locker.newLock(id).lock(patience.signal, () => undefined);
  await until(async () => (await redis.exists(`${keyOf(id)}:wanted`)) === 1);
  patience.abort();
  await expect(waiting).rejects.toThrow('held by another request');
  await lock.unlock();
  expect(await redis.keys(`${keyOf(id)}*`)).toEqual([]);
});

test('a request whose lock was lost lets go, and frees nothing of whoever has it now', async () => {
  const slow = await take();
  await redis.del(keyOf(id)); // its gateway was away for longer than locks last
  const quick = await take();
  await until(() => slow.asked() > 0);
  await slow.lock.unlock();
  expect([await isFree(), quick.asked()]).toEqual([false, 0]);
  await quick.lock.unlock();
  expect(await isFree()).toBe(true);
});

test('a lock that ran out is taken for lost, too', async () => {
  const { asked } = await take();
  await redis.del(keyOf(id));
  await until(() => asked() > 0);
  expect(await redis.exists(keyOf(id))).toBe(0); // and not made anew
});

test('nobody is asked for an upload that nobody waits for', async () => {
  const kept = await take();
  const done = await take(randomUUID());
  await done.lock.unlock();
  // a Redis that is away for a moment takes it from nobody
  const away = connectProducer(server.url);
  const alone = await take(randomUUID(), new UploadLocker(away));
  away.disconnect();
  // one that was wished for by whoever has it now, at the moment when the other let go
  const wishing = connectProducer(server.url);
  const wished = randomUUID();
  const before = await take(wished);
  const set = wishing.set.bind(wishing) as (...given: unknown[]) => Promise<'OK'>;
  vi.spyOn(wishing, 'set').mockImplementation(async (...given: unknown[]) => {
    if (given[0] === `${keyOf(wished)}:wanted`) await before.lock.unlock();
    return set(...given);
  });
  const next = await take(wished, new UploadLocker(wishing));
  await untilRenewed(id);
  await untilRenewed(wished);
  expect([kept, done, alone, next].map(({ asked }) => asked())).toEqual([0, 0, 0, 0]);
  expect([await isFree(), await isFree(wished)]).toEqual([false, false]);
  await alone.lock.unlock(); // what cannot be freed ends by itself
  await next.lock.unlock();
  wishing.disconnect();
});

test('whoever waits in vain is told so as tus has it, also when nobody says how long', async () => {
  const { lock } = await take();
  await expect(locker.newLock(id).lock(AbortSignal.abort(), () => undefined)).rejects.toMatchObject(
    ERRORS.ERR_LOCK_TIMEOUT,
  );
  const waiting = locker.newLock(id).lock(never, () => undefined);
  waiting.catch(() => undefined);
  await until(async () => (await redis.exists(`${keyOf(id)}:wanted`)) === 1);
  const later = performance.now() + 31_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  await expect(waiting).rejects.toThrow('held by another request');
  await lock.unlock();
});

test('work under a lock is done by one at a time, and the lock is free after work that failed', async () => {
  let working = 0;
  let most = 0;
  const work = async (): Promise<number> => {
    most = Math.max(most, ++working);
    await redis.ping();
    return working--;
  };
  expect(await Promise.all([locker.hold(id, work), locker.hold(id, work), locker.hold(id, work)])).toEqual([
    1, 1, 1,
  ]);
  expect(most).toBe(1);
  await expect(locker.hold(id, () => Promise.reject(new Error('the disk is full')))).rejects.toThrow(
    'the disk is full',
  );
  expect(await isFree()).toBe(true);
});
