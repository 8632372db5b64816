/** @module Photos for their organizers: pages, one with its faces, another try for a failed one. */
import { Inject, Injectable } from '@nestjs/common';
import type { Photo, PhotoDetail, PhotoPage, PhotoQuery } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo/photo.listing';
import { EventAccess } from '../access/event.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { toPhoto } from './photo.answer.js';
import { PhotoFaces } from './photo.faces.js';
import { PhotoRetry } from './photo.retry.js';

@Injectable()
export class PhotoService {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(PhotoFaces) private readonly faces: PhotoFaces,
    @Inject(PhotoRetry) private readonly retries: PhotoRetry,
  ) {}

  async list(user: User, eventId: string, { cursor, limit, ...filter }: PhotoQuery): Promise<PhotoPage> {
    await this.access.require(user, eventId, 'event.view');
    return this.photos.page(eventId, filter, { cursor, limit });
  }

  async get(user: User, photoId: string): Promise<PhotoDetail> {
    const photo = await this.find(user, photoId, 'event.view');
    const { eventId: _, format: __, ingestVersion: ___, albumIds: ____, ...detail } = photo;
    return { ...detail, faces: await this.faces.of(photo) };
  }

  async retry(user: User, photoId: string): Promise<Photo> {
    await this.find(user, photoId, 'event.sort');
    if (!(await this.retries.retry(photoId))) {
      throw new ProblemError(
        409,
        'not-failed',
        'Only a failed photo can be tried again; this one is not failed.',
      );
    }
    return toPhoto(await this.find(user, photoId, 'event.view'));
  }

  private async find(user: User, photoId: string, action: 'event.view' | 'event.sort'): Promise<ListedPhoto> {
    const photo = await this.photos.find(photoId);
    if (!photo) throw notFound('photo');
    await this.access.require(user, photo.eventId, action, 'photo');
    return photo;
  }
}
