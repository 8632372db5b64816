/** @module Mirrors of albums and Drive folders: make one, answer what it asks, read what it did, take that back. */
import { Body, Controller, Delete, Get, Inject, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  driveMirrorCreateSchema,
  driveMirrorLineQuerySchema,
  driveMirrorLineSchema,
  driveMirrorLinesSchema,
  driveMirrorSchema,
  driveMirrorsSchema,
  driveMirrorUpdateSchema,
  type DriveMirror,
  type DriveMirrorCreate,
  type DriveMirrorLine,
  type DriveMirrorLineQuery,
  type DriveMirrorLines,
  type DriveMirrors,
  type DriveMirrorUpdate,
} from '@visage/contracts/drive-mirror.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { DriveMirrorId, DriveMirrorLineId, EventId } from '../http/id.param.js';
import { DriveMirrorService } from './drive-mirror.service.js';

@ApiTags('drive mirrors')
@Access('user')
@Controller('events/:eventId/drive-mirrors')
export class DriveMirrorController {
  constructor(@Inject(DriveMirrorService) private readonly mirrors: DriveMirrorService) {}

  /** Makes a mirror. Nothing is changed on either side until somebody has seen what would be, and said yes. */
  @Post()
  @Answers(driveMirrorSchema, 201)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: driveMirrorCreateSchema }) body: DriveMirrorCreate,
  ): Promise<DriveMirror> {
    return this.mirrors.create(user, eventId, body);
  }

  @Get()
  @Answers(driveMirrorsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<DriveMirrors> {
    return this.mirrors.list(user, eventId);
  }

  @Patch(':driveMirrorId')
  @Answers(driveMirrorSchema)
  update(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveMirrorId() mirrorId: string,
    @Body({ schema: driveMirrorUpdateSchema }) body: DriveMirrorUpdate,
  ): Promise<DriveMirror> {
    return this.mirrors.update(user, eventId, mirrorId, body);
  }

  /** Both sides stay as they are; they are only not kept alike any more. */
  @Delete(':driveMirrorId')
  @AnswersNothing()
  remove(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveMirrorId() mirrorId: string,
  ): Promise<void> {
    return this.mirrors.remove(user, eventId, mirrorId);
  }

  /** What it would do, or what it did. */
  @Get(':driveMirrorId/lines')
  @Answers(driveMirrorLinesSchema)
  lines(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveMirrorId() mirrorId: string,
    @Query({ schema: driveMirrorLineQuerySchema }) query: DriveMirrorLineQuery,
  ): Promise<DriveMirrorLines> {
    return this.mirrors.lines(user, eventId, mirrorId, query);
  }

  /** Takes back what a line says was done, or does what it says was left undone. */
  @Post(':driveMirrorId/lines/:lineId/undo')
  @Answers(driveMirrorLineSchema, 202)
  undo(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveMirrorId() mirrorId: string,
    @DriveMirrorLineId() lineId: string,
  ): Promise<DriveMirrorLine> {
    return this.mirrors.undo(user, eventId, mirrorId, lineId);
  }
}
