/** @module The albums of an event, for its organizers. */
import { Inject, Injectable } from '@nestjs/common';
import type { Album, AlbumName, AlbumOrder, Albums } from '@visage/contracts/album.contract';
import type { AuditAction } from '@visage/contracts/audit.contract';
import type { PhotoCount, PhotoSelection } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { AlbumRepository, type AlbumRecord } from '@visage/database/album/album.repository';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class AlbumService {
  constructor(
    @InjectRepository(AlbumRepository) private readonly albums: AlbumRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  async list(user: User, eventId: string): Promise<Albums> {
    await this.access.require(user, eventId, 'event.view');
    const albums = await this.albums.listOfEvent(eventId);
    return { albums: albums.map(({ id, name, photos }) => ({ id, name, photos })) };
  }

  /** @throws ProblemError 422 when the name is taken. */
  async create(user: User, eventId: string, { name }: AlbumName): Promise<Album> {
    await this.access.require(user, eventId, 'event.sort');
    const album = await this.albums.create(eventId, name);
    if (!album) throw nameTaken();
    await this.note(user, 'album.made', album);
    return { id: album.id, name, photos: 0 };
  }

  /** @throws ProblemError 422 when the name is taken. */
  async rename(user: User, eventId: string, albumId: string, { name }: AlbumName): Promise<void> {
    const album = await this.find(user, eventId, albumId);
    if (!(await this.albums.rename(albumId, name))) throw nameTaken();
    await this.note(user, 'album.changed', album);
  }

  /** Its photos stay. @throws ProblemError 409 while a mirror keeps it. */
  async remove(user: User, eventId: string, albumId: string): Promise<void> {
    const album = await this.find(user, eventId, albumId);
    if (!(await this.albums.remove(albumId))) {
      throw new ProblemError(
        409,
        'album-mirrored',
        'This album is kept alike with a folder of Google Drive. End the mirror first.',
      );
    }
    await this.note(user, 'album.removed', album);
  }

  async order(user: User, eventId: string, { albumIds }: AlbumOrder): Promise<Albums> {
    await this.access.require(user, eventId, 'event.sort');
    await this.albums.order(eventId, albumIds);
    return this.list(user, eventId);
  }

  async addPhotos(
    user: User,
    eventId: string,
    albumId: string,
    { photoIds }: PhotoSelection,
  ): Promise<PhotoCount> {
    const album = await this.find(user, eventId, albumId);
    const photos = await this.albums.addPhotos(albumId, photoIds);
    if (photos > 0) await this.note(user, 'album.changed', album, { added: photos });
    return { photos };
  }

  /** They stay in the event. */
  async removePhotos(
    user: User,
    eventId: string,
    albumId: string,
    { photoIds }: PhotoSelection,
  ): Promise<PhotoCount> {
    const album = await this.find(user, eventId, albumId);
    const photos = await this.albums.removePhotos(albumId, photoIds);
    if (photos > 0) await this.note(user, 'album.changed', album, { removed: photos });
    return { photos };
  }

  private async find(user: User, eventId: string, albumId: string): Promise<AlbumRecord> {
    await this.access.require(user, eventId, 'event.sort');
    const album = await this.albums.find(albumId);
    if (album?.eventId !== eventId) throw notFound('album');
    return album;
  }

  private async note(
    user: User,
    action: AuditAction,
    album: AlbumRecord,
    detail: Record<string, number> = {},
  ): Promise<void> {
    await this.audit.write(byUser(user), { action, eventId: album.eventId, subjectId: album.id, detail });
  }
}

function nameTaken(): ProblemError {
  return problemOfIssues([{ path: ['name'], message: 'This event has an album of this name already.' }]);
}
