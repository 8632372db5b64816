/** @module The objections to an event, and the answers of those who organize it. */
import { Body, Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  objectionAgreeSchema,
  objectionDeclineSchema,
  objectionSchema,
  objectionSettingsSchema,
  objectionsSchema,
  type Objection,
  type ObjectionAgree,
  type ObjectionDecline,
  type Objections,
  type ObjectionSettings,
} from '@visage/contracts/objection.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, ObjectionId } from '../http/id.param.js';
import { ObjectionAnswers } from './objection-answer.service.js';

@ApiTags('objection')
@Access('user')
@Controller('events/:eventId/objections')
export class ObjectionAnswerController {
  constructor(@Inject(ObjectionAnswers) private readonly answers: ObjectionAnswers) {}

  @Get()
  @Answers(objectionsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<Objections> {
    return this.answers.list(user, eventId);
  }

  @Put('settings')
  @Answers(objectionsSchema)
  set(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: objectionSettingsSchema }) body: ObjectionSettings,
  ): Promise<Objections> {
    return this.answers.set(user, eventId, body);
  }

  /** Its people are shown in this way from now on. */
  @Post(':objectionId/agree')
  @Answers(objectionSchema)
  agree(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @ObjectionId() objectionId: string,
    @Body({ schema: objectionAgreeSchema }) body: ObjectionAgree,
  ): Promise<Objection> {
    return this.answers.agree(user, eventId, objectionId, body);
  }

  @Post(':objectionId/decline')
  @Answers(objectionSchema)
  decline(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @ObjectionId() objectionId: string,
    @Body({ schema: objectionDeclineSchema }) body: ObjectionDecline,
  ): Promise<Objection> {
    return this.answers.decline(user, eventId, objectionId, body);
  }
}
