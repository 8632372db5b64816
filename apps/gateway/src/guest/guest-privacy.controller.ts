/** @module What a link's event does with data of people; also told where the link is closed, or not open yet. */
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { eventPrivacyNoticeSchema, type EventPrivacyNotice } from '@visage/contracts/privacy.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { PrivacyService } from '../privacy/privacy.service.js';
import { GuestLink } from './guest.link.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/privacy')
export class GuestPrivacyController {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(PrivacyService) private readonly privacy: PrivacyService,
  ) {}

  @Get()
  @Answers(eventPrivacyNoticeSchema)
  async get(@ShareToken() token: string, @Req() request: Request): Promise<EventPrivacyNotice> {
    const link = await this.link.known(token, request);
    const { id, name } = link.event;
    const { faceSearch } = link.visitor.share;
    return this.privacy.noticeOf({ id, faceSearch }, this.link.isOpen(link) ? name : null);
  }
}
