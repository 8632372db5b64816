/** @module Uploads of organizers over tus 1.0: POST begins one, HEAD asks how far it is, PATCH sends on, DELETE gives it up. */
import { Controller, Delete, Head, HttpCode, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import type { Request, Response } from 'express';
import { EventAccess } from '../access/event.access.js';
import { Access } from '../http/access.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, UploadId } from '../http/id.param.js';
import { UploadService } from './upload.service.js';

@ApiTags('uploads')
@Access('user')
@Controller('events/:eventId/uploads')
export class UploadController {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(UploadService) private readonly uploads: UploadService,
  ) {}

  @Post()
  @HttpCode(201)
  async create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.access.require(user, eventId, 'upload.create');
    await this.uploads.create(eventId, { kind: 'user', id: user.id }, request, response);
  }

  @Head(':uploadId')
  offset(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.handle(user, { eventId, uploadId }, request, response);
  }

  @Patch(':uploadId')
  @HttpCode(204)
  send(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.handle(user, { eventId, uploadId }, request, response);
  }

  @Delete(':uploadId')
  @HttpCode(204)
  giveUp(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.handle(user, { eventId, uploadId }, request, response);
  }

  private async handle(
    user: User,
    which: { eventId: string; uploadId: string },
    request: Request,
    response: Response,
  ): Promise<void> {
    await this.access.require(user, which.eventId, 'upload.create', 'upload');
    await this.uploads.handle(which, { kind: 'user', id: user.id }, request, response);
  }
}
