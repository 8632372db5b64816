/** @module The colour that an event has on its guest pages and prints; its logo is a route of its own. */
import { Body, Controller, Inject, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { eventBrandSchema, type EventBrand } from '@visage/contracts/accent.contract';
import type { User } from '@visage/contracts/session.contract';
import { EventRepository } from '@visage/database/event/event.repository';
import { EventAccess } from '../access/event.access.js';
import { Access } from '../http/access.decorator.js';
import { AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@ApiTags('shares')
@Access('user')
@Controller('events/:eventId/brand')
export class BrandController {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @InjectRepository(EventRepository) private readonly events: EventRepository,
  ) {}

  @Patch()
  @AnswersNothing()
  async update(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: eventBrandSchema }) { accent }: EventBrand,
  ): Promise<void> {
    await this.access.require(user, eventId, 'share.manage');
    await this.events.setAccent(eventId, accent);
  }
}
