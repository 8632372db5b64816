/** @module Sends work to the workers. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { JobPayload, QueueName } from '@visage/contracts/job.contract';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import type { Logger } from 'pino';
import type { GatewayEnv } from '../env.js';
import { ENV, LOG } from '@visage/host/host.token';

@Injectable()
export class JobSender implements OnApplicationShutdown {
  private readonly jobs;

  constructor(
    @Inject(ENV) env: GatewayEnv,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.jobs = createJobEnqueue(env.REDIS_URL);
  }

  /** Postgres knows what is to be done: when Redis is away, the reconciler sends the job later. */
  async send<Q extends QueueName>(queue: Q, payload: JobPayload<Q>): Promise<void> {
    try {
      await this.jobs.enqueue(queue, payload);
    } catch (err) {
      this.log.warn({ err, queue, payload }, 'could not be queued; the reconciler will');
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.jobs.close();
  }
}
