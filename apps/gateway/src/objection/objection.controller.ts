/** @module Objecting, by whoever holds an open link of the event; and what became of it, for whoever has its own address. */
import { Body, Controller, Delete, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { GuestFaces } from '@visage/contracts/guest.contract';
import {
  madeObjectionSchema,
  objectionFacesSchema,
  objectionOutcomeSchema,
  objectionPhotoFacesSchema,
  objectionSelfieQuerySchema,
  objectionStatusSchema,
  objectionSubjectSchema,
  type MadeObjection,
  type ObjectionFaces,
  type ObjectionOutcome,
  type ObjectionSelfieQuery,
  type ObjectionStatus,
  type ObjectionSubject,
} from '@visage/contracts/objection.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing, TakesFiles } from '../http/answer.decorator.js';
import { ObjectionToken, PhotoId, ShareToken } from '../http/id.param.js';
import { ObjectionService } from './objection.service.js';

@ApiTags('objection')
@Access('link')
@Controller()
export class ObjectionController {
  constructor(@Inject(ObjectionService) private readonly objections: ObjectionService) {}

  /** Which event it is about, before anything is said. */
  @Get('guest/:token/objections')
  @Answers(objectionSubjectSchema)
  subject(@ShareToken() token: string, @Req() request: Request): Promise<ObjectionSubject> {
    return this.objections.subject(token, request);
  }

  /** By a picture of oneself, which is forgotten at once. */
  @Post('guest/:token/objections/selfie')
  @TakesFiles('selfie', false)
  @Answers(objectionOutcomeSchema)
  bySelfie(
    @ShareToken() token: string,
    @Query({ schema: objectionSelfieQuerySchema }) query: ObjectionSelfieQuery,
    @Req() request: Request,
  ): Promise<ObjectionOutcome> {
    return this.objections.bySelfie(token, query, request);
  }

  @Post('guest/:token/objections/faces')
  @Answers(madeObjectionSchema)
  byFaces(
    @ShareToken() token: string,
    @Body({ schema: objectionFacesSchema }) body: ObjectionFaces,
    @Req() request: Request,
  ): Promise<MadeObjection> {
    return this.objections.byFaces(token, body, request);
  }

  /** Where faces are in a photo that the link shows. */
  @Get('guest/:token/objections/photos/:photoId/faces')
  @Answers(objectionPhotoFacesSchema)
  faces(
    @ShareToken() token: string,
    @PhotoId() photoId: string,
    @Req() request: Request,
  ): Promise<GuestFaces> {
    return this.objections.facesOf(token, photoId, request);
  }

  @Get('objections/:token')
  @Answers(objectionStatusSchema)
  status(@ObjectionToken() token: string): Promise<ObjectionStatus> {
    return this.objections.status(token);
  }

  @Delete('objections/:token')
  @AnswersNothing()
  withdraw(@ObjectionToken() token: string): Promise<void> {
    return this.objections.withdraw(token);
  }
}
