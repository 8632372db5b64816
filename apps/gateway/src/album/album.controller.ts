/** @module The albums of an event. */
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { albumsSchema, type Albums } from '@visage/contracts/album.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { EventId } from '../http/id.param.js';
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
}
