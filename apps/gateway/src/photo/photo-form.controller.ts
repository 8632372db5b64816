/** @module Uploading originals: a multipart form, streamed file by file into the store. */
import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { photoUploadsSchema, type PhotoUploads } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, TakesFiles } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { PhotoFormService } from './photo-form.service.js';

@ApiTags('photos')
@Access('user')
@Controller('events/:eventId/photos')
export class PhotoFormController {
  constructor(@Inject(PhotoFormService) private readonly uploads: PhotoFormService) {}

  @Post()
  @TakesFiles('photos', true)
  @Answers(photoUploadsSchema, 201)
  upload(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Req() request: Request,
  ): Promise<PhotoUploads> {
    return this.uploads.receive(user, eventId, request);
  }
}
