/** @module How far the photos of an event are: once, or as server-sent events. */
import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { eventProgressSchema, type EventProgress } from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Observable } from 'rxjs';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { ProgressService } from './progress.service.js';

@ApiTags('events')
@Access('user')
@Controller('events/:eventId/progress')
export class ProgressController {
  constructor(@Inject(ProgressService) private readonly progress: ProgressService) {}

  @Get()
  @Answers(eventProgressSchema)
  get(@CurrentUser() user: User, @EventId() eventId: string): Promise<EventProgress> {
    return this.progress.get(user, eventId);
  }

  /** Each message's `data` is an `EventProgress` as JSON; one at once, then one whenever a number changed. */
  @Sse('stream')
  @AnswersBytes('text/event-stream')
  stream(@CurrentUser() user: User, @EventId() eventId: string): Promise<Observable<MessageEvent>> {
    return this.progress.stream(user, eventId);
  }
}
