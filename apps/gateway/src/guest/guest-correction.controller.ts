/** @module A guest says of one photo: that's not me, or I'm in this one; also for somebody who shares their phone. */
import { Body, Controller, Delete, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  aboutMemberSchema,
  guestFacesSchema,
  photoClaimOutcomeSchema,
  photoClaimSchema,
  type AboutMember,
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
    @Query({ schema: aboutMemberSchema }) { of }: AboutMember,
    @Req() request: Request,
  ): Promise<GuestFaces> {
    return this.corrections.faces(token, photoId, of, request);
  }

  @Post('not-me')
  @AnswersNothing()
  disown(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Query({ schema: aboutMemberSchema }) { of }: AboutMember,
    @Req() request: Request,
  ): Promise<void> {
    return this.corrections.disown(token, photoId, of, request);
  }

  @Post('me')
  @Answers(photoClaimOutcomeSchema)
  claim(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Query({ schema: aboutMemberSchema }) { of }: AboutMember,
    @Body({ schema: photoClaimSchema }) body: PhotoClaim,
    @Req() request: Request,
  ): Promise<PhotoClaimOutcome> {
    return this.corrections.claim(token, photoId, of, body, request);
  }

  /** Takes back what the guest said about the photo. */
  @Delete('word')
  @AnswersNothing()
  takeBack(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Query({ schema: aboutMemberSchema }) { of }: AboutMember,
    @Req() request: Request,
  ): Promise<void> {
    return this.corrections.takeBack(token, photoId, of, request);
  }
}
