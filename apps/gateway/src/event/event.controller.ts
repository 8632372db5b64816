/** @module Events: create, list, show, change, put into the trash. */
import { Body, Controller, Delete, Get, Inject, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  eventCreateSchema,
  eventSchema,
  eventsSchema,
  eventUpdateSchema,
  type Event,
  type EventCreate,
  type Events,
  type EventUpdate,
} from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { EventService } from './event.service.js';

@ApiTags('events')
@Access('user')
@Controller('events')
export class EventController {
  constructor(@Inject(EventService) private readonly events: EventService) {}

  @Post()
  @Answers(eventSchema, 201)
  create(@CurrentUser() user: User, @Body({ schema: eventCreateSchema }) body: EventCreate): Promise<Event> {
    return this.events.create(user, body);
  }

  @Get()
  @Answers(eventsSchema)
  list(@CurrentUser() user: User): Promise<Events> {
    return this.events.list(user);
  }

  @Get(':eventId')
  @Answers(eventSchema)
  get(@CurrentUser() user: User, @EventId() eventId: string): Promise<Event> {
    return this.events.get(user, eventId);
  }

  @Patch(':eventId')
  @Answers(eventSchema)
  update(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: eventUpdateSchema }) body: EventUpdate,
  ): Promise<Event> {
    return this.events.update(user, eventId, body);
  }

  /** Into the trash: it can be brought back for 30 days, and closes its links at once. */
  @Delete(':eventId')
  @AnswersNothing()
  remove(@CurrentUser() user: User, @EventId() eventId: string): Promise<void> {
    return this.events.remove(user, eventId);
  }
}
