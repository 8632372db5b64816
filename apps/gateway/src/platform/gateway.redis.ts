/** @module The gateway's own connection to Redis: limits and health; a request never waits long for it. */
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';

export function connectRedis({ REDIS_URL }: GatewayEnv, log: Logger): Redis {
  const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 5000, commandTimeout: 3000 });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis cannot be reached'));
  return redis;
}
