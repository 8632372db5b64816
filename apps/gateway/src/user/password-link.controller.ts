/** @module Setting a password by a link. */
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  passwordLinkOwnerSchema,
  passwordSetSchema,
  type PasswordLinkOwner,
  type PasswordSet,
} from '@visage/contracts/user.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { PasswordLinkService } from './password-link.service.js';

@ApiTags('session')
@Access('link')
@Controller('password-links/:token')
export class PasswordLinkController {
  constructor(@Inject(PasswordLinkService) private readonly links: PasswordLinkService) {}

  @Get()
  @Answers(passwordLinkOwnerSchema)
  owner(@ShareToken() token: string): Promise<PasswordLinkOwner> {
    return this.links.owner(token);
  }

  @Post()
  @AnswersNothing()
  use(@ShareToken() token: string, @Body({ schema: passwordSetSchema }) body: PasswordSet): Promise<void> {
    return this.links.redeem(token, body);
  }
}
