/** @module A stored original becomes a photo of its event, once, and is queued. */
import { Inject, Injectable } from '@nestjs/common';
import type { Photo } from '@visage/contracts/photo.contract';
import { PhotoListing } from '@visage/database/photo.listing';
import { PhotoRepository } from '@visage/database/photo.repository';
import type { ObjectStore } from '@visage/storage/object.store';
import type { ReceivedOriginal } from '@visage/storage/original.store';
import { notFound } from '../http/problem.error.js';
import { STORE } from '@visage/host/host.token';
import { JobSender } from '../queue/job.sender.js';
import { toPhoto } from './photo.answer.js';

@Injectable()
export class PhotoIntake {
  constructor(
    @Inject(PhotoRepository) private readonly repository: PhotoRepository,
    @Inject(PhotoListing) private readonly photos: PhotoListing,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /** @throws ProblemError 404 when the event was erased while the file arrived; nothing of it stays. */
  async add(
    eventId: string,
    fileName: string,
    { key, sha256, md5, crc32, bytes }: ReceivedOriginal,
  ): Promise<{ photo: Photo; duplicate: boolean }> {
    const record = { eventId, fileName, sha256, md5, crc32, bytes };
    const { photo, duplicate } = await this.repository.create(record);
    const listed = await this.photos.find(photo.id);
    if (!listed) {
      await this.repository.remove(photo.id);
      await this.store.delete(key);
      throw notFound('event');
    }
    if (!duplicate) await this.jobs.send('ingest', { photoId: photo.id });
    return { photo: toPhoto(listed), duplicate };
  }
}
