/** @module Who joined a share, and letting in or sending away who waits. */
import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import { shareGuestsSchema, type ShareGuests } from '@visage/contracts/share.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { GuestId, ShareId } from '../http/id.param.js';
import { ShareGuestService } from './share-guest.service.js';

@ApiTags('shares')
@Access('user')
@Controller()
export class ShareGuestController {
  constructor(@Inject(ShareGuestService) private readonly guests: ShareGuestService) {}

  @Get('shares/:shareId/guests')
  @Answers(shareGuestsSchema)
  list(@CurrentUser() user: User, @ShareId() shareId: string): Promise<ShareGuests> {
    return this.guests.list(user, shareId);
  }

  @Post('guests/:guestId/approve')
  @AnswersNothing()
  approve(@CurrentUser() user: User, @GuestId() guestId: string): Promise<void> {
    return this.guests.answer(user, guestId, true);
  }

  /** Also for a guest who was let in before. */
  @Post('guests/:guestId/refuse')
  @AnswersNothing()
  refuse(@CurrentUser() user: User, @GuestId() guestId: string): Promise<void> {
    return this.guests.answer(user, guestId, false);
  }
}
