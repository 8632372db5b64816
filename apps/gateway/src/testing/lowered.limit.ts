/** @module A rate limit of a running gateway, reached sooner: counted in Redis as ever, under a maximum that a test can reach. */
import { setTimeout as sleep } from 'node:timers/promises';
import { REDIS } from '@visage/host/host.token';
import type { Redis } from 'ioredis';
import { RateLimit } from '../limit/rate.limit.js';
import type { RateSetting } from '../limit/rate.settings.js';
import type { GatewayFixture } from './gateway.fixture.js';

/** A Redis that takes its time: whoever does not wait for it has answered before. */
const REDIS_LATE_MS = 20;

/**
 * Nobody has tried anything yet, and `setting` alone ends at `max`.
 * @returns what puts the limit back.
 */
export async function lowerLimit(
  { app }: GatewayFixture,
  setting: RateSetting,
  max: number,
): Promise<() => void> {
  const redis = app.get<Redis>(REDIS, { strict: false });
  const counters = await redis.keys('visage:limit:*');
  if (counters.length > 0) await redis.del(counters);
  const limit = app.get(RateLimit, { strict: false });
  const { take, forget, giveBack } = limit;
  limit.take = (asked, subject) => take.call(limit, asked === setting ? { ...asked, max } : asked, subject);
  const late = (asked: RateSetting): Promise<void> =>
    asked === setting ? sleep(REDIS_LATE_MS) : Promise.resolve();
  limit.forget = (...of) => late(of[0]).then(() => forget.apply(limit, of));
  limit.giveBack = (...of) => late(of[0]).then(() => giveBack.apply(limit, of));
  return () => Object.assign(limit, { take, forget, giveBack });
}
