/** @module A guest says of one photo: that's not me, or I'm in this one. */
import { Body, Controller, Delete, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  guestFacesSchema,
  photoClaimOutcomeSchema,
  photoClaimSchema,
  type GuestFaces,
  type PhotoClaim,
  type PhotoClaimOutcome,
} from '@visage/contracts/guest.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { PhotoId, ShareToken } from '../http/id.param.js';
import { GuestCorrections } from './guest-correction.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/photos/:photoId')
export class GuestCorrectionController {
  constructor(@Inject(GuestCorrections) private readonly corrections: GuestCorrections) {}

  /** Where faces are, for a guest who may say that one is theirs. */
  @Get('faces')
  @Answers(guestFacesSchema)
  faces(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Req() request: Request,
  ): Promise<GuestFaces> {
    return this.corrections.faces(token, photoId, request);
  }

  @Post('not-me')
  @AnswersNothing()
  disown(@ShareToken() token: string, @PhotoId() photoId: string, @Req() request: Request): Promise<void> {
    return this.corrections.disown(token, photoId, request);
  }

  @Post('me')
  @Answers(photoClaimOutcomeSchema)
  claim(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Body({ schema: photoClaimSchema }) body: PhotoClaim,
    @Req() request: Request,
  ): Promise<PhotoClaimOutcome> {
    return this.corrections.claim(token, photoId, body, request);
  }

  /** Takes back what the guest said about the photo. */
  @Delete('word')
  @AnswersNothing()
  takeBack(@ShareToken() token: string, @PhotoId() photoId: string, @Req() request: Request): Promise<void> {
    return this.corrections.takeBack(token, photoId, request);
  }
}
