/** @module Who is responsible for this server: told to everybody, entered by administrators. */
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  dataControllerSchema,
  privacyNoticeSchema,
  type DataController,
  type PrivacyNotice,
} from '@visage/contracts/privacy.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { PrivacyService } from './privacy.service.js';

@ApiTags('privacy')
@Controller()
export class PrivacyController {
  constructor(@Inject(PrivacyService) private readonly privacy: PrivacyService) {}

  @Get('privacy')
  @Access('public')
  @Answers(privacyNoticeSchema)
  notice(): Promise<PrivacyNotice> {
    return this.privacy.notice();
  }

  /** From then on guests are offered the face search. */
  @Put('admin/privacy')
  @Access('admin')
  @Answers(privacyNoticeSchema)
  nameController(
    @CurrentUser() admin: User,
    @Body({ schema: dataControllerSchema }) body: DataController,
  ): Promise<PrivacyNotice> {
    return this.privacy.nameController(admin, body);
  }
}
