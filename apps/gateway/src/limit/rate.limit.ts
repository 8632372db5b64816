/** @module Fixed-window limits, counted in Redis so that several gateways share them. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { ProblemError } from '../http/problem.error.js';
import { REDIS } from '@visage/host/host.token';
import { z } from 'zod';
import type { RateSetting } from './rate.settings.js';

/** Counts and starts the window in one step: a counter without an end would lock somebody out for ever. */
const COUNT = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return { n, redis.call('TTL', KEYS[1]) }`;

/** How often, and the seconds left. */
const countedSchema = z.tuple([z.number(), z.number()]);

/** Never below zero, and never a counter without an end. */
const UNCOUNT = `if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then redis.call('DECR', KEYS[1]) end`;

@Injectable()
export class RateLimit {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** @throws ProblemError 429 with `Retry-After` once `max` was reached; 503 while Redis is away. */
  async take(setting: RateSetting, subject: string): Promise<void> {
    const [count, seconds] = await this.count(keyOf(setting, subject), setting.windowSeconds);
    if (count <= setting.max) return;
    const wait = String(Math.max(1, seconds));
    throw new ProblemError(429, 'too-many-requests', setting.detail, { headers: { 'Retry-After': wait } });
  }

  /** The attempt was right: earlier ones count no more. */
  async forget(setting: RateSetting, subject: string): Promise<void> {
    await this.redis.del(keyOf(setting, subject));
  }

  /** The attempt was right: it alone counts no more. Unlike `forget`, this wipes out no wrong ones of others. */
  async giveBack(setting: RateSetting, subject: string): Promise<void> {
    await this.redis.eval(UNCOUNT, 1, keyOf(setting, subject));
  }

  private async count(key: string, windowSeconds: number): Promise<[number, number]> {
    try {
      return countedSchema.parse(await this.redis.eval(COUNT, 1, key, windowSeconds));
    } catch (cause) {
      throw new ProblemError(503, 'busy', 'This is not possible for the moment. Please try again shortly.', {
        cause,
      });
    }
  }
}

/** Redis need not know e-mail addresses. */
function keyOf({ name }: RateSetting, subject: string): string {
  return `visage:limit:${name}:${createHash('sha256').update(subject).digest('base64url')}`;
}
