/** @module Queues by their names, opened when they are first asked for, over one connection. */
import type { QueueName } from '@visage/contracts/job.contract';
import { Queue } from 'bullmq';
import { QUEUE_PREFIX } from './queue.settings.js';
import { assertConnected, connectProducer } from './redis.connection.js';

export class OpenQueues {
  private readonly connection;
  private readonly queues = new Map<QueueName, Queue>();

  constructor(redisUrl: string) {
    this.connection = connectProducer(redisUrl);
  }

  /** Rejects within seconds when Redis is away. */
  async of(name: QueueName): Promise<Queue> {
    await assertConnected(this.connection);
    let queue = this.queues.get(name);
    if (!queue) {
      queue = new Queue(name, { connection: this.connection, prefix: QUEUE_PREFIX });
      queue.on('error', () => undefined); // the rejected call reports it
      this.queues.set(name, queue);
    }
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.queues.values(), (queue) => queue.close()));
    this.connection.disconnect();
  }
}
