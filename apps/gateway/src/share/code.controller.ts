/** @module The codes of a share: add one or many, narrow, revoke. */
import { Body, Controller, Delete, HttpCode, Inject, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import {
  codesRenewedSchema,
  shareCodeCreateSchema,
  shareCodeSchema,
  shareCodesCreateSchema,
  shareCodesSchema,
  shareCodeUpdateSchema,
  type CodesRenewed,
  type ShareCode,
  type ShareCodeCreate,
  type ShareCodes,
  type ShareCodesCreate,
  type ShareCodeUpdate,
} from '@visage/contracts/share.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { CodeId, EventId, ShareId } from '../http/id.param.js';
import { notFound } from '../http/problem.error.js';
import { CodeService } from './code.service.js';

@ApiTags('shares')
@Access('user')
@Controller()
export class CodeController {
  constructor(@Inject(CodeService) private readonly codes: CodeService) {}

  @Post('shares/:shareId/codes')
  @Answers(shareCodeSchema, 201)
  async add(
    @CurrentUser() user: User,
    @ShareId() shareId: string,
    @Body({ schema: shareCodeCreateSchema }) { label, ...limits }: ShareCodeCreate,
    @Req() request: Request,
  ): Promise<ShareCode> {
    const [code] = (await this.codes.add(user, shareId, { labels: [label], ...limits }, request)).codes;
    if (!code) throw notFound('share');
    return code;
  }

  /** Makes a code for each label, all of them or none. */
  @Post('shares/:shareId/codes/batch')
  @Answers(shareCodesSchema, 201)
  addMany(
    @CurrentUser() user: User,
    @ShareId() shareId: string,
    @Body({ schema: shareCodesCreateSchema }) body: ShareCodesCreate,
    @Req() request: Request,
  ): Promise<ShareCodes> {
    return this.codes.add(user, shareId, body, request);
  }

  /** Renames or narrows a code; what its share does not allow, it does not allow either. */
  @Patch('codes/:codeId')
  @Answers(shareCodeSchema)
  update(
    @CurrentUser() user: User,
    @CodeId() codeId: string,
    @Body({ schema: shareCodeUpdateSchema }) body: ShareCodeUpdate,
    @Req() request: Request,
  ): Promise<ShareCode> {
    return this.codes.update(user, codeId, body, request);
  }

  /** In the place of every open code of the event comes a new one; guests who joined stay in. */
  @Post('events/:eventId/codes/renew')
  @HttpCode(200)
  @Answers(codesRenewedSchema)
  renewAll(@CurrentUser() user: User, @EventId() eventId: string): Promise<CodesRenewed> {
    return this.codes.renewAll(user, eventId);
  }

  @Delete('codes/:codeId')
  @AnswersNothing()
  revoke(@CurrentUser() user: User, @CodeId() codeId: string): Promise<void> {
    return this.codes.revoke(user, codeId);
  }
}
