/** @module The queues, for administrators. */
import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { QueueName } from '@visage/contracts/job.contract';
import {
  jobFailuresSchema,
  queueNameSchema,
  queueStatesSchema,
  type JobFailures,
  type QueueStates,
} from '@visage/contracts/queue.contract';
import type { User } from '@visage/contracts/session.contract';
import { z } from 'zod';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { QueueService } from './queue.service.js';

const jobIdSchema = z.string().min(1).max(100);

@ApiTags('admin')
@Access('admin')
@Controller('admin/queues')
export class QueueController {
  constructor(@Inject(QueueService) private readonly queues: QueueService) {}

  @Get()
  @Answers(queueStatesSchema)
  states(): Promise<QueueStates> {
    return this.queues.states();
  }

  @Get(':queue/failures')
  @Answers(jobFailuresSchema)
  failures(@Param('queue', { schema: queueNameSchema }) queue: QueueName): Promise<JobFailures> {
    return this.queues.failures(queue);
  }

  @Post(':queue/failures/:jobId/retry')
  @AnswersNothing()
  retry(
    @CurrentUser() admin: User,
    @Param('queue', { schema: queueNameSchema }) queue: QueueName,
    @Param('jobId', { schema: jobIdSchema }) jobId: string,
  ): Promise<void> {
    return this.queues.retry(admin, queue, jobId);
  }
}
