/** @module What a code shows, and why: for the organizer, to look before guests do. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import {
  viewAsQuerySchema,
  viewAsSchema,
  type ViewAs,
  type ViewAsQuery,
} from '@visage/contracts/share.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { CodeId } from '../http/id.param.js';
import { ViewAsService } from './view-as.service.js';

@ApiTags('shares')
@Access('user')
@Controller('codes/:codeId/view')
export class ViewAsController {
  constructor(@Inject(ViewAsService) private readonly views: ViewAsService) {}

  /** Every photo of the event in order of arrival, with whether and why this code shows it. */
  @Get()
  @Answers(viewAsSchema)
  view(
    @CurrentUser() user: User,
    @CodeId() codeId: string,
    @Query({ schema: viewAsQuerySchema }) query: ViewAsQuery,
  ): Promise<ViewAs> {
    return this.views.view(user, codeId, query);
  }
}
