/** @module Shares of an event: make, list, change, revoke. */
import { Body, Controller, Delete, Get, Inject, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import {
  shareCreateSchema,
  shareOverviewSchema,
  shareSchema,
  sharesSchema,
  shareUpdateSchema,
  type Share,
  type ShareCreate,
  type ShareOverview,
  type Shares,
  type ShareUpdate,
} from '@visage/contracts/share.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, ShareId } from '../http/id.param.js';
import { ShareService } from './share.service.js';

@ApiTags('shares')
@Access('user')
@Controller()
export class ShareController {
  constructor(@Inject(ShareService) private readonly shares: ShareService) {}

  /** Makes a share with its first code. */
  @Post('events/:eventId/shares')
  @Answers(shareSchema, 201)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: shareCreateSchema }) body: ShareCreate,
    @Req() request: Request,
  ): Promise<Share> {
    return this.shares.create(user, eventId, body, request);
  }

  @Get('events/:eventId/shares')
  @Answers(sharesSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string, @Req() request: Request): Promise<Shares> {
    return this.shares.list(user, eventId, request);
  }

  /** For who helps with the event: how many came, and no link. */
  @Get('events/:eventId/shares/overview')
  @Answers(shareOverviewSchema)
  overview(@CurrentUser() user: User, @EventId() eventId: string): Promise<ShareOverview> {
    return this.shares.overview(user, eventId);
  }

  @Patch('shares/:shareId')
  @Answers(shareSchema)
  update(
    @CurrentUser() user: User,
    @ShareId() shareId: string,
    @Body({ schema: shareUpdateSchema }) body: ShareUpdate,
    @Req() request: Request,
  ): Promise<Share> {
    return this.shares.update(user, shareId, body, request);
  }

  @Delete('shares/:shareId')
  @AnswersNothing()
  revoke(@CurrentUser() user: User, @ShareId() shareId: string): Promise<void> {
    return this.shares.revoke(user, shareId);
  }
}
