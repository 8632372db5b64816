/** @module "What do you hold of me?": a ZIP for guests and for users. */
import { Controller, Get, Header, Inject, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { disclosureQuerySchema, type DisclosureQuery } from '@visage/contracts/disclosure.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { DisclosureService } from './disclosure.service.js';

const ZIP = 'application/zip';

@ApiTags('disclosure')
@Controller()
export class DisclosureController {
  constructor(@Inject(DisclosureService) private readonly disclosures: DisclosureService) {}

  /** What is held of the guest and of everybody on their phone. */
  @Get('guest/:token/data.zip')
  @Access('link')
  @Header('Cache-Control', 'private, no-store')
  @AnswersBytes(ZIP)
  async ofGuest(
    @ShareToken() token: string,
    @Query({ schema: disclosureQuerySchema }) { language }: DisclosureQuery,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    return fileOf(await this.disclosures.ofGuest(token, language, request));
  }

  /** What is held of whoever is signed in. */
  @Get('session/data.zip')
  @Access('user')
  @Header('Cache-Control', 'private, no-store')
  @AnswersBytes(ZIP)
  async ofUser(
    @CurrentUser() user: User,
    @Query({ schema: disclosureQuerySchema }) { language }: DisclosureQuery,
  ): Promise<StreamableFile> {
    return fileOf(await this.disclosures.ofUser(user, language));
  }
}

function fileOf(zip: Buffer): StreamableFile {
  return new StreamableFile(zip, { type: ZIP, disposition: 'attachment; filename="visage-data.zip"' });
}
