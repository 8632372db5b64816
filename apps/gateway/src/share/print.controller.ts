/** @module Codes on paper: a poster of one, or a sheet of cards of all of a share. */
import { Controller, Get, Header, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import {
  cardsQuerySchema,
  posterQuerySchema,
  type CardsQuery,
  type PosterQuery,
} from '@visage/contracts/share.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { CodeId, ShareId } from '../http/id.param.js';
import { PrintService } from './print.service.js';

const PDF = 'application/pdf';

@ApiTags('shares')
@Access('user')
@Controller()
export class PrintController {
  constructor(@Inject(PrintService) private readonly print: PrintService) {}

  @Get('codes/:codeId/poster.pdf')
  @Header('Cache-Control', 'private, no-cache')
  @AnswersBytes(PDF)
  async poster(
    @CurrentUser() user: User,
    @CodeId() codeId: string,
    @Query({ schema: posterQuerySchema }) query: PosterQuery,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const pdf = await this.print.poster(user, codeId, query, request);
    return new StreamableFile(pdf, { type: PDF, disposition: `inline; filename="poster-${query.size}.pdf"` });
  }

  /** Eight cards a sheet of A4, one for each open code. */
  @Get('shares/:shareId/cards.pdf')
  @Header('Cache-Control', 'private, no-cache')
  @AnswersBytes(PDF)
  async cards(
    @CurrentUser() user: User,
    @ShareId() shareId: string,
    @Query({ schema: cardsQuerySchema }) query: CardsQuery,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const pdf = await this.print.cards(user, shareId, query, request);
    return new StreamableFile(pdf, { type: PDF, disposition: 'inline; filename="cards.pdf"' });
  }
}
