/** @module Uploads of guests, where their link allows it; over tus 1.0 like those of organizers. */
import { Controller, Delete, Head, HttpCode, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { ShareToken, UploadId } from '../http/id.param.js';
import { GuestUploads } from './guest-upload.service.js';

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/uploads')
export class GuestUploadController {
  constructor(@Inject(GuestUploads) private readonly uploads: GuestUploads) {}

  @Post()
  @HttpCode(201)
  create(@ShareToken() token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.uploads.create(token, request, response);
  }

  @Head(':uploadId')
  offset(
    @ShareToken() token: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.handle(token, uploadId, request, response);
  }

  @Patch(':uploadId')
  @HttpCode(204)
  send(
    @ShareToken() token: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.handle(token, uploadId, request, response);
  }

  @Delete(':uploadId')
  @HttpCode(204)
  giveUp(
    @ShareToken() token: string,
    @UploadId() uploadId: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.handle(token, uploadId, request, response);
  }
}
