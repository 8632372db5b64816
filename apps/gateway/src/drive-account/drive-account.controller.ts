/** @module Connecting a Google Drive, disconnecting it, and looking through its folders. */
import { Body, Controller, Delete, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  driveConnectionSchema,
  driveConsentAnswerSchema,
  driveConsentCreateSchema,
  driveConsentSchema,
  driveFolderQuerySchema,
  driveFoldersSchema,
  type DriveConnection,
  type DriveConsent,
  type DriveConsentAnswer,
  type DriveConsentCreate,
  type DriveFolderQuery,
  type DriveFolders,
} from '@visage/contracts/drive-account.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { DriveAccountService } from './drive-account.service.js';
import { DriveFolderService } from './drive-folder.service.js';

@ApiTags('drive account')
@Access('user')
@Controller('drive')
export class DriveAccountController {
  constructor(
    @Inject(DriveAccountService) private readonly accounts: DriveAccountService,
    @Inject(DriveFolderService) private readonly folders: DriveFolderService,
  ) {}

  @Get('account')
  @Answers(driveConnectionSchema)
  get(@CurrentUser() user: User): Promise<DriveConnection> {
    return this.accounts.get(user);
  }

  /** Begins connecting: the browser goes to the answered address and comes back to `/drive/connected`. */
  @Post('consent')
  @Answers(driveConsentSchema, 201)
  start(
    @CurrentUser() user: User,
    @Body({ schema: driveConsentCreateSchema }) body: DriveConsentCreate,
    @Req() request: GatewayRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DriveConsent> {
    return this.accounts.startConsent(user, body, request, response);
  }

  /** Ends connecting, with what Google sent the browser back with. */
  @Post('account')
  @Answers(driveConnectionSchema, 201)
  connect(
    @CurrentUser() user: User,
    @Body({ schema: driveConsentAnswerSchema }) body: DriveConsentAnswer,
    @Req() request: GatewayRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DriveConnection> {
    return this.accounts.finishConsent(user, body, request, response);
  }

  /** Forgets the connection here and at Google. */
  @Delete('account')
  @AnswersNothing()
  disconnect(@CurrentUser() user: User): Promise<void> {
    return this.accounts.disconnect(user);
  }

  @Get('folders')
  @Answers(driveFoldersSchema)
  list(
    @CurrentUser() user: User,
    @Query({ schema: driveFolderQuerySchema }) query: DriveFolderQuery,
  ): Promise<DriveFolders> {
    return this.folders.list(user, query);
  }
}
