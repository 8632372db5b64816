/** @module For guests who cannot scan: the code beside the QR code, typed. */
import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  guestTokenSchema,
  typedCodeSchema,
  type GuestToken,
  type TypedCode,
} from '@visage/contracts/guest.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { TypedCodeService } from './typed-code.service.js';

@ApiTags('guest')
@Controller('guest')
export class TypedCodeController {
  constructor(@Inject(TypedCodeService) private readonly codes: TypedCodeService) {}

  @Post()
  @Access('public')
  @Answers(guestTokenSchema)
  open(@Body({ schema: typedCodeSchema }) body: TypedCode, @Req() request: Request): Promise<GuestToken> {
    return this.codes.open(body, request);
  }
}
