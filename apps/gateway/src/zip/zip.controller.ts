/** @module Archives of photos: asked for by organizers and guests, fetched by whoever asked. */
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { User } from '@visage/contracts/session.contract';
import {
  guestZipCreateSchema,
  zipCreateSchema,
  zipSchema,
  type GuestZipCreate,
  type Zip,
  type ZipCreate,
} from '@visage/contracts/zip.contract';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersBytes } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { EventId, ShareToken } from '../http/id.param.js';
import { ZipDownload } from './zip.download.js';
import { ZipService } from './zip.service.js';

@ApiTags('zips')
@Controller()
export class ZipController {
  constructor(
    @Inject(ZipService) private readonly zips: ZipService,
    @Inject(ZipDownload) private readonly downloads: ZipDownload,
  ) {}

  /** Prepares an archive of the event's originals, of one person's, or of those named. */
  @Post('events/:eventId/zips')
  @Access('user')
  @Answers(zipSchema, 201)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: zipCreateSchema }) body: ZipCreate,
  ): Promise<Zip> {
    return this.zips.createForUser(user, eventId, body);
  }

  /** Prepares an archive of the guest's photos, or of those named. */
  @Post('guest/:token/zips')
  @Access('link')
  @Answers(zipSchema, 201)
  createForGuest(
    @ShareToken() token: string,
    @Body({ schema: guestZipCreateSchema }) body: GuestZipCreate,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Zip> {
    return this.zips.createForGuest(token, body, request, response);
  }

  /** The archive, with a list of SHA-256 sums inside; answers byte ranges, so that a broken download goes on. */
  @Get('zips/:token')
  @Access('bytes')
  @AnswersBytes('application/zip')
  download(
    @Req() request: GatewayRequest,
    @ShareToken() token: string,
    @Res() response: Response,
  ): Promise<void> {
    return this.downloads.send(token, request, response);
  }
}
