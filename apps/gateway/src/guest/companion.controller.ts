/** @module People who share a guest's phone: each is added with a consent of their own. */
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  companionCreateSchema,
  guestWelcomeSchema,
  type CompanionCreate,
  type GuestWelcome,
} from '@visage/contracts/guest.contract';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { CompanionService } from './companion.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/companions')
export class CompanionController {
  constructor(@Inject(CompanionService) private readonly companions: CompanionService) {}

  /** Adds somebody to the guest's phone, with what they, or a parent, agreed to. */
  @Post()
  @Answers(guestWelcomeSchema, 201)
  add(
    @ShareToken() token: string,
    @Body({ schema: companionCreateSchema }) body: CompanionCreate,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestWelcome> {
    return this.companions.add(token, body, request, response);
  }
}
