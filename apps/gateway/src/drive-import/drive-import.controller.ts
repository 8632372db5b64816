/** @module Imports of Drive folders into an event: start one, and how far they are. */
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  driveImportCreateSchema,
  driveImportFailuresSchema,
  driveImportSchema,
  driveImportsSchema,
  type DriveImport,
  type DriveImportCreate,
  type DriveImportFailures,
  type DriveImports,
} from '@visage/contracts/drive-import.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { DriveImportId, EventId } from '../http/id.param.js';
import { DriveImportService } from './drive-import.service.js';

@ApiTags('drive imports')
@Access('user')
@Controller('events/:eventId/drive-imports')
export class DriveImportController {
  constructor(@Inject(DriveImportService) private readonly imports: DriveImportService) {}

  /** Starts an import. A folder that is being imported already is not imported twice: its run is answered. */
  @Post()
  @Answers(driveImportSchema, 202)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: driveImportCreateSchema }) body: DriveImportCreate,
  ): Promise<DriveImport> {
    return this.imports.create(user, eventId, body);
  }

  @Get()
  @Answers(driveImportsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<DriveImports> {
    return this.imports.list(user, eventId);
  }

  /** Files that did not come, each with its reason. */
  @Get(':driveImportId/failures')
  @Answers(driveImportFailuresSchema)
  failures(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @DriveImportId() driveImportId: string,
  ): Promise<DriveImportFailures> {
    return this.imports.failures(user, eventId, driveImportId);
  }
}
