/** @module What a guest does behind a link: welcome, consent, selfie, my photos. */
import { Body, Controller, Get, Inject, Post, Query, Req, Res, Sse, type MessageEvent } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  guestAdmissionSchema,
  guestConsentSchema,
  guestJoinSchema,
  guestPasswordSchema,
  guestPhotoPageSchema,
  guestPhotoQuerySchema,
  guestWelcomeSchema,
  selfieOutcomeSchema,
  selfieQuerySchema,
  type GuestAdmission,
  type GuestConsent,
  type GuestJoin,
  type GuestPassword,
  type GuestPhotoPage,
  type GuestPhotoQuery,
  type GuestWelcome,
  type SelfieOutcome,
  type SelfieQuery,
} from '@visage/contracts/guest.contract';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes, AnswersNothing, TakesFiles } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { GuestChanges } from './guest-change.service.js';
import { GuestJoining } from './guest.join.js';
import { GuestPhotos } from './guest.photos.js';
import { GuestService } from './guest.service.js';
import { SelfieService } from './selfie.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token')
export class GuestController {
  constructor(
    @Inject(GuestService) private readonly guests: GuestService,
    @Inject(GuestJoining) private readonly joining: GuestJoining,
    @Inject(SelfieService) private readonly selfies: SelfieService,
    @Inject(GuestPhotos) private readonly photos: GuestPhotos,
    @Inject(GuestChanges) private readonly changed: GuestChanges,
  ) {}

  /** What the link offers; sets nothing, and counts that it was opened. */
  @Get()
  @Answers(guestWelcomeSchema)
  welcome(@ShareToken() token: string, @Req() request: Request): Promise<GuestWelcome> {
    return this.guests.welcome(token, request);
  }

  /** Asked again and again by who waits to be let in; counts nothing. */
  @Get('admission')
  @Answers(guestAdmissionSchema)
  admission(@ShareToken() token: string, @Req() request: Request): Promise<GuestAdmission> {
    return this.guests.admission(token, request);
  }

  @Post('password')
  @Answers(guestWelcomeSchema)
  password(
    @ShareToken() token: string,
    @Body({ schema: guestPasswordSchema }) body: GuestPassword,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestWelcome> {
    return this.joining.givePassword(token, body, request, response);
  }

  /** Takes a place, where guests are counted or let in one by one; says nothing about consent. */
  @Post('join')
  @Answers(guestWelcomeSchema)
  join(
    @ShareToken() token: string,
    @Body({ schema: guestJoinSchema }) body: GuestJoin,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestWelcome> {
    return this.joining.join(token, body, request, response);
  }

  /** Records the guest's answer to the consent wording; only an accepted one allows a selfie. */
  @Post('consent')
  @Answers(guestWelcomeSchema)
  consent(
    @ShareToken() token: string,
    @Body({ schema: guestConsentSchema }) body: GuestConsent,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestWelcome> {
    return this.guests.consent(token, body, request, response);
  }

  /** Finds photos of the guest, or of somebody on their phone, by one image; the image is forgotten at once. */
  @Post('selfie')
  @TakesFiles('selfie', false)
  @Answers(selfieOutcomeSchema)
  selfie(
    @ShareToken() token: string,
    @Query({ schema: selfieQuerySchema }) query: SelfieQuery,
    @Req() request: Request,
  ): Promise<SelfieOutcome> {
    return this.selfies.search(token, query, request);
  }

  @Get('photos')
  @Answers(guestPhotoPageSchema)
  list(
    @ShareToken() token: string,
    @Query({ schema: guestPhotoQuerySchema }) query: GuestPhotoQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestPhotoPage> {
    return this.photos.list(token, query, request, response);
  }

  /** A message whenever photos may have come or gone; they are to be asked for anew. */
  @Sse('photos/changes')
  @AnswersBytes('text/event-stream')
  changes(@ShareToken() token: string, @Req() request: Request): Promise<Observable<MessageEvent>> {
    return this.changed.stream(token, request);
  }

  /** The guest has read that photos were withdrawn; it is not told again. */
  @Post('photos/withdrawn/read')
  @AnswersNothing()
  readWithdrawn(@ShareToken() token: string, @Req() request: Request): Promise<void> {
    return this.photos.readWithdrawn(token, request);
  }
}
