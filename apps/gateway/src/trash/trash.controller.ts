/** @module Events in the trash: listed, brought back, or erased at once. */
import { Controller, Delete, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { erasureAnswerSchema, type ErasureAnswer } from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import {
  eventEraseSchema,
  trashedEventsSchema,
  type EventEraseQuery,
  type TrashedEvents,
} from '@visage/contracts/trash.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { TrashService } from './trash.service.js';

@ApiTags('trash')
@Access('user')
@Controller('trash/events')
export class TrashController {
  constructor(@Inject(TrashService) private readonly bin: TrashService) {}

  @Get()
  @Answers(trashedEventsSchema)
  list(@CurrentUser() user: User): Promise<TrashedEvents> {
    return this.bin.list(user);
  }

  @Post(':eventId/restore')
  @AnswersNothing()
  restore(@CurrentUser() user: User, @EventId() eventId: string): Promise<void> {
    return this.bin.restore(user, eventId);
  }

  /** Erases the event and everything in it, for good; answered once all of it is gone. */
  @Delete(':eventId')
  @Answers(erasureAnswerSchema)
  erase(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Query({ schema: eventEraseSchema }) query: EventEraseQuery,
    @Req() request: Request,
  ): Promise<ErasureAnswer> {
    return this.bin.erase(user, eventId, query, request);
  }
}
