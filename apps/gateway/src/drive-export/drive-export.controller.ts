/** @module Exports of an event's photos into the organizer's Drive: start one, how far they are, and what failed. */
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  driveExportCreateSchema,
  driveExportFailuresSchema,
  driveExportSchema,
  driveExportsSchema,
  type DriveExport,
  type DriveExportCreate,
  type DriveExportFailures,
  type DriveExports,
} from '@visage/contracts/drive-export.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { DriveExportId, EventId } from '../http/id.param.js';
import { DriveExportService } from './drive-export.service.js';

@ApiTags('drive exports')
@Access('user')
@Controller('events/:eventId/drive-exports')
export class DriveExportController {
  constructor(@Inject(DriveExportService) private readonly exports: DriveExportService) {}

  /** Starts an export. What is being exported already is not started twice: its run is answered. */
  @Post()
  @Answers(driveExportSchema, 202)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: driveExportCreateSchema }) body: DriveExportCreate,
  ): Promise<DriveExport> {
    return this.exports.create(user, eventId, body);
  }

  @Get()
  @Answers(driveExportsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<DriveExports> {
    return this.exports.list(user, eventId);
  }

  /** Photos that did not arrive, each with its reason. */
  @Get(':driveExportId/failures')
  @Answers(driveExportFailuresSchema)
  failures(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveExportId() driveExportId: string,
  ): Promise<DriveExportFailures> {
    return this.exports.failures(user, eventId, driveExportId);
  }
}
