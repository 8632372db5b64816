/** @module The photos of an event and one photo with its faces. */
import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  photoDetailSchema,
  photoPageSchema,
  photoQuerySchema,
  photoSchema,
  type Photo,
  type PhotoDetail,
  type PhotoPage,
  type PhotoQuery,
} from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId, PhotoId } from '../http/id.param.js';
import { PhotoService } from './photo.service.js';

@ApiTags('photos')
@Access('user')
@Controller()
export class PhotoController {
  constructor(@Inject(PhotoService) private readonly photos: PhotoService) {}

  @Get('events/:eventId/photos')
  @Answers(photoPageSchema)
  list(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Query({ schema: photoQuerySchema }) query: PhotoQuery,
  ): Promise<PhotoPage> {
    return this.photos.list(user, eventId, query);
  }

  @Get('photos/:photoId')
  @Answers(photoDetailSchema)
  get(@CurrentUser() user: User, @PhotoId() photoId: string): Promise<PhotoDetail> {
    return this.photos.get(user, photoId);
  }

  /** Processes a failed photo once more, from its original. */
  @Post('photos/:photoId/retry')
  @Answers(photoSchema, 202)
  retry(@CurrentUser() user: User, @PhotoId() photoId: string): Promise<Photo> {
    return this.photos.retry(user, photoId);
  }
}
