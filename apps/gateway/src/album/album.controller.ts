/** @module The albums of an event: made, named, ordered, filled. */
import { Body, Controller, Delete, Get, Inject, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  albumNameSchema,
  albumOrderSchema,
  albumSchema,
  albumsSchema,
  type Album,
  type AlbumName,
  type AlbumOrder,
  type Albums,
} from '@visage/contracts/album.contract';
import {
  photoCountSchema,
  photoSelectionSchema,
  type PhotoCount,
  type PhotoSelection,
} from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { AlbumId, EventId } from '../http/id.param.js';
import { AlbumService } from './album.service.js';

@ApiTags('albums')
@Access('user')
@Controller('events/:eventId/albums')
export class AlbumController {
  constructor(@Inject(AlbumService) private readonly albums: AlbumService) {}

  @Get()
  @Answers(albumsSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<Albums> {
    return this.albums.list(user, eventId);
  }

  @Post()
  @Answers(albumSchema, 201)
  create(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: albumNameSchema }) body: AlbumName,
  ): Promise<Album> {
    return this.albums.create(user, eventId, body);
  }

  @Put('order')
  @Answers(albumsSchema)
  order(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: albumOrderSchema }) body: AlbumOrder,
  ): Promise<Albums> {
    return this.albums.order(user, eventId, body);
  }

  @Patch(':albumId')
  @AnswersNothing()
  rename(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @AlbumId() albumId: string,
    @Body({ schema: albumNameSchema }) body: AlbumName,
  ): Promise<void> {
    return this.albums.rename(user, eventId, albumId, body);
  }

  /** Its photos stay in the event. */
  @Delete(':albumId')
  @AnswersNothing()
  remove(@CurrentUser() user: User, @EventId() eventId: string, @AlbumId() albumId: string): Promise<void> {
    return this.albums.remove(user, eventId, albumId);
  }

  @Post(':albumId/add')
  @Answers(photoCountSchema)
  addPhotos(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @AlbumId() albumId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.albums.addPhotos(user, eventId, albumId, body);
  }

  /** They stay in the event. */
  @Post(':albumId/remove')
  @Answers(photoCountSchema)
  removePhotos(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @AlbumId() albumId: string,
    @Body({ schema: photoSelectionSchema }) body: PhotoSelection,
  ): Promise<PhotoCount> {
    return this.albums.removePhotos(user, eventId, albumId, body);
  }
}
