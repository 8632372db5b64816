/** @module How long an event is kept: shown to whoever works on it, changed by its organizer. */
import { Body, Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  eventRetentionSchema,
  eventRetentionUpdateSchema,
  type EventRetention,
  type EventRetentionUpdate,
} from '@visage/contracts/retention.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { RetentionService } from './retention.service.js';

@ApiTags('retention')
@Access('user')
@Controller('events/:eventId/retention')
export class RetentionController {
  constructor(@Inject(RetentionService) private readonly retention: RetentionService) {}

  @Get()
  @Answers(eventRetentionSchema)
  get(@CurrentUser() user: User, @EventId() eventId: string): Promise<EventRetention> {
    return this.retention.get(user, eventId);
  }

  /** Faces are kept longer for a reason alone. */
  @Put()
  @Answers(eventRetentionSchema)
  change(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: eventRetentionUpdateSchema }) body: EventRetentionUpdate,
  ): Promise<EventRetention> {
    return this.retention.change(user, eventId, body);
  }

  /** The organizer has read what ends soon; the same is not told again. */
  @Post('read')
  @AnswersNothing()
  read(@CurrentUser() user: User, @EventId() eventId: string): Promise<void> {
    return this.retention.read(user, eventId);
  }
}
