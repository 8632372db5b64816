/** @module Connections to Redis, by what they are for. */
import { Redis } from 'ioredis';

/** For whoever adds jobs: an outage is an error within seconds, not a request that hangs. */
export function connectProducer(url: string): Redis {
  return quiet(new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 5_000, commandTimeout: 5_000 }));
}

/** For workers: they wait for Redis to come back however long it takes, as BullMQ requires. */
export function connectWorker(url: string): Redis {
  return quiet(new Redis(url, { maxRetriesPerRequest: null, connectTimeout: 5_000 }));
}

/**
 * To be asked before a queue is: BullMQ waits for a connection that has never been there until it is, however long that takes.
 * @throws within seconds when Redis is away, where the connection is a producer's.
 */
export async function assertConnected(redis: Redis): Promise<void> {
  if (redis.status !== 'ready') await redis.ping();
}

/** Without a listener ioredis prints every failed reconnect to the console; commands report failures themselves. */
function quiet(redis: Redis): Redis {
  return redis.on('error', () => undefined);
}
