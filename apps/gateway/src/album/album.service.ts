/** @module The albums of an event, for its organizers. */
import { Inject, Injectable } from '@nestjs/common';
import type { Albums } from '@visage/contracts/album.contract';
import type { User } from '@visage/contracts/session.contract';
import { AlbumRepository } from '@visage/database/album.repository';
import { EventAccess } from '../access/event.access.js';

@Injectable()
export class AlbumService {
  constructor(
    @Inject(AlbumRepository) private readonly albums: AlbumRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
  ) {}

  async list(user: User, eventId: string): Promise<Albums> {
    await this.access.require(user, eventId, 'event.view');
    const albums = await this.albums.listOfEvent(eventId);
    return { albums: albums.map(({ id, name, photos }) => ({ id, name, photos })) };
  }
}
