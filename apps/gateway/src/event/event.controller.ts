/** @module Events: create, list, show, erase. */
import { Body, Controller, Delete, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  eventCreateSchema,
  eventSchema,
  eventsSchema,
  type Event,
  type EventCreate,
  type Events,
} from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { EventErase } from './event.erase.js';
import { EventService } from './event.service.js';

@ApiTags('events')
@Access('user')
@Controller('events')
export class EventController {
  constructor(
    @Inject(EventService) private readonly events: EventService,
    @Inject(EventErase) private readonly eraser: EventErase,
  ) {}

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

  @Delete(':eventId')
  @AnswersNothing()
  erase(@CurrentUser() user: User, @EventId() eventId: string): Promise<void> {
    return this.eraser.erase(user, eventId);
  }
}
