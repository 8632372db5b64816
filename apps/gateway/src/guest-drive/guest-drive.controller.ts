/** @module A guest connects their own Google Drive and puts their photos there. */
import { Body, Controller, Delete, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  driveConsentAnswerSchema,
  driveConsentSchema,
  type DriveConsent,
  type DriveConsentAnswer,
} from '@visage/contracts/drive-account.contract';
import { driveExportSchema, type DriveExport } from '@visage/contracts/drive-export.contract';
import { aboutMemberSchema, type AboutMember } from '@visage/contracts/guest.contract';
import { guestDriveSchema, type GuestDrive } from '@visage/contracts/guest-drive.contract';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { GuestDriveService } from './guest-drive.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/drive')
export class GuestDriveController {
  constructor(@Inject(GuestDriveService) private readonly drive: GuestDriveService) {}

  @Get()
  @Answers(guestDriveSchema)
  get(@ShareToken() token: string, @Req() request: Request): Promise<GuestDrive> {
    return this.drive.get(token, request);
  }

  /** Begins connecting: nothing but files of its own is asked for. */
  @Post('consent')
  @Answers(driveConsentSchema, 201)
  start(
    @ShareToken() token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DriveConsent> {
    return this.drive.startConsent(token, request, response);
  }

  @Post('account')
  @Answers(guestDriveSchema, 201)
  connect(
    @ShareToken() token: string,
    @Body({ schema: driveConsentAnswerSchema }) body: DriveConsentAnswer,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GuestDrive> {
    return this.drive.finishConsent(token, body, request, response);
  }

  @Delete('account')
  @AnswersNothing()
  disconnect(@ShareToken() token: string, @Req() request: Request): Promise<void> {
    return this.drive.disconnect(token, request);
  }

  /** Puts the photos of the guest's family, or of one of them, as they are now, into a folder of the guest's Drive. */
  @Post('exports')
  @Answers(driveExportSchema, 202)
  create(
    @ShareToken() token: string,
    @Query({ schema: aboutMemberSchema }) query: AboutMember,
    @Req() request: Request,
  ): Promise<DriveExport> {
    return this.drive.startExport(token, query, request);
  }
}
