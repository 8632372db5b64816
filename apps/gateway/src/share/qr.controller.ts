/** @module The QR code of a share's code, to print or to show. */
import { Controller, Get, Header, Inject, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { CodeId } from '../http/id.param.js';
import { qrPng, qrSvg } from './qr.image.js';
import { CodeService } from './code.service.js';

@ApiTags('shares')
@Access('user')
@Controller('codes/:codeId')
export class QrController {
  constructor(@Inject(CodeService) private readonly codes: CodeService) {}

  @Get('qr.png')
  @Header('Cache-Control', 'private, max-age=300')
  @AnswersBytes('image/png')
  async png(
    @CurrentUser() user: User,
    @CodeId() codeId: string,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const url = await this.codes.url(user, codeId, request);
    return new StreamableFile(await qrPng(url), { type: 'image/png' });
  }

  @Get('qr.svg')
  @Header('Cache-Control', 'private, max-age=300')
  @AnswersBytes('image/svg+xml')
  async svg(
    @CurrentUser() user: User,
    @CodeId() codeId: string,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const url = await this.codes.url(user, codeId, request);
    return new StreamableFile(Buffer.from(await qrSvg(url)), { type: 'image/svg+xml' });
  }
}
