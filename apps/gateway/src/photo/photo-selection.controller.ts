/** @module Several photos of an event at once: approved or refused, put into the trash, brought back, or removed for good. */
import { Body, Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  photoCountSchema,
  photoSelectionSchema,
  photosErasedSchema,
  type PhotoCount,
  type PhotoSelection,
  type PhotosErased,
} from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import type { Request } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
import { PhotoSelections } from './photo-selection.service.js';

@ApiTags('photos')
@Access('user')
@Controller('events/:eventId/photos')
export class PhotoSelectionController {
  constructor(@Inject(PhotoSelections) private readonly selections: PhotoSelections) {}

  /** Guests see them from now on. */
  @Post('approve')
  @Answers(photoCountSchema)
  approve(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.selections.approve(user, eventId, body);
  }

  /** They lie in the trash from now on. */
  @Post('refuse')
  @Answers(photoCountSchema)
  refuse(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.selections.refuse(user, eventId, body);
  }

  /** Gone after 30 days; until then they can be brought back. */
  @Post('trash')
  @Answers(photoCountSchema)
  trash(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.selections.trash(user, eventId, body);
  }

  @Post('restore')
  @Answers(photoCountSchema)
  restore(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.selections.restore(user, eventId, body);
  }

  /** Removes what lies in the trash at once, and for good. */
  @Post('erase')
  @Answers(photosErasedSchema)
  erase(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
    @Req() request: Request,
  ): Promise<PhotosErased> {
    return this.selections.erase(user, eventId, body, request);
  }
}
