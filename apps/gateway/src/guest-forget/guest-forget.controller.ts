/** @module "Forget me", and removing somebody from a guest's phone; both are answered with a receipt. */
import { Controller, Delete, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { forgetQuerySchema, type ForgetQuery } from '@visage/contracts/guest.contract';
import { erasureAnswerSchema, type ErasureAnswer } from '@visage/contracts/receipt.contract';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { GuestId, ShareToken } from '../http/id.param.js';
import { GuestForgetService } from './guest-forget.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token')
export class GuestForgetController {
  constructor(@Inject(GuestForgetService) private readonly forgetting: GuestForgetService) {}

  /** Erases the guest and everybody on their phone; of the photos they sent, those not approved yet, or all. */
  @Delete('me')
  @Answers(erasureAnswerSchema)
  forget(
    @ShareToken() token: string,
    @Query({ schema: forgetQuerySchema }) query: ForgetQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ErasureAnswer> {
    return this.forgetting.forget(token, query, request, response);
  }

  /** Erases the consent and matches of this person. */
  @Delete('companions/:guestId')
  @Answers(erasureAnswerSchema)
  removeCompanion(
    @ShareToken() token: string,
    @GuestId() guestId: string,
    @Req() request: Request,
  ): Promise<ErasureAnswer> {
    return this.forgetting.removeCompanion(token, guestId, request);
  }
}
