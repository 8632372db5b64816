/** @module All events, for administrators. */
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { managedEventsSchema, type ManagedEvents } from '@visage/contracts/event.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@ApiTags('admin')
@Access('admin')
@Controller('admin/events')
export class EventAdminController {
  constructor(@InjectRepository(EventListing) private readonly events: EventListing) {}

  @Get()
  @Answers(managedEventsSchema)
  async list(): Promise<ManagedEvents> {
    const events = await this.events.listManaged();
    return {
      events: events.map(({ createdAt, deletedAt, ...event }) => ({
        ...event,
        createdAt: createdAt.toISOString(),
        deletedAt: deletedAt?.toISOString() ?? null,
      })),
    };
  }
}
