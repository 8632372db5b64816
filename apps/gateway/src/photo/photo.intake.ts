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
import { UserQuota } from '../user/user.quota.js';
import { toPhoto } from './photo.answer.js';

@Injectable()
export class PhotoIntake {
  constructor(
    @Inject(PhotoRepository) private readonly repository: PhotoRepository,
    @Inject(PhotoListing) private readonly photos: PhotoListing,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(UserQuota) private readonly quota: UserQuota,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /** @throws ProblemError 404 when the event was erased meanwhile, 409 when its owner's storage is full; nothing of the file stays. */
  async add(
    eventId: string,
    fileName: string,
    { key, sha256, md5, crc32, bytes }: ReceivedOriginal,
  ): Promise<{ photo: Photo; duplicate: boolean }> {
    await this.requireRoom(eventId, { key, sha256, bytes });
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

  /** What the event has already takes no more room. */
  private async requireRoom(
    eventId: string,
    { key, sha256, bytes }: Pick<ReceivedOriginal, 'key' | 'sha256' | 'bytes'>,
  ): Promise<void> {
    if (await this.repository.findBySha256(eventId, sha256)) return;
    try {
      await this.quota.requireRoom(eventId, bytes);
    } catch (error) {
      await this.store.delete(key);
      throw error;
    }
  }
}
