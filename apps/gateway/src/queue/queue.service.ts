/** @module The queues for administrators: how full they are, what failed for good, and another try. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { jobContracts, queueNames, type QueueName } from '@visage/contracts/job.contract';
import type { JobFailures, QueueStates } from '@visage/contracts/queue.contract';
import type { User } from '@visage/contracts/session.contract';
import { ENV } from '@visage/host/host.token';
import { createQueueFailures } from '@visage/queues/queue.failures';
import { createQueueHealth } from '@visage/queues/queue.health';
import { AuditLog, byUser } from '../audit/audit.log.js';
import type { GatewayEnv } from '../env.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { PhotoRetry } from '../photo/photo.retry.js';

/** Newest failures shown at once; a retry makes room for the next. */
const SHOWN = 100;

@Injectable()
export class QueueService implements OnApplicationShutdown {
  private readonly health;
  private readonly failed;

  constructor(
    @Inject(ENV) env: GatewayEnv,
    @Inject(PhotoRetry) private readonly photos: PhotoRetry,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {
    this.health = createQueueHealth(env.REDIS_URL);
    this.failed = createQueueFailures(env.REDIS_URL);
  }

  async states(): Promise<QueueStates> {
    const counts = await this.health.counts();
    return { queues: queueNames.map((name) => ({ name, ...counts[name] })) };
  }

  async failures(queue: QueueName): Promise<JobFailures> {
    const failures = await this.failed.list(queue, SHOWN);
    return { failures: failures.map((job) => ({ ...job, failedAt: job.failedAt.toISOString() })) };
  }

  /**
   * A photo that failed says so in its row: that is taken back, and its next stage is sent anew. A run of Drive has ended
   * with its failure and is started again from its event.
   */
  async retry(admin: User, queue: QueueName, jobId: string): Promise<void> {
    const job = await this.failed.find(queue, jobId);
    if (!job) throw notFound('failed job');
    const { about } = jobContracts[queue];
    if (about === 'drive') {
      const detail =
        'A run of Google Drive cannot go on after it failed. Start it again from its event; what has arrived stays.';
      throw new ProblemError(409, 'start-again', detail);
    }
    const anew = about === 'photo' && (await this.photos.retry(job.subjectId));
    if (!anew) await this.failed.retry(queue, jobId);
    await this.audit.write(byUser(admin), {
      action: 'job.retried',
      subjectId: job.subjectId,
      detail: { queue },
    });
    if (anew) await this.failed.remove(queue, jobId);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.health.close(), this.failed.close()]);
  }
}
