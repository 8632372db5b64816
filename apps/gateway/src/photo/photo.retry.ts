/** @module Another try for a photo that failed, from the stage it had reached. */
import { Inject, Injectable } from '@nestjs/common';
import type { PhotoQueue } from '@visage/contracts/job.contract';
import type { PhotoRecord } from '@visage/database/photo/photo.record';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';

@Injectable()
export class PhotoRetry {
  constructor(
    @InjectRepository(PhotoRepository) private readonly photos: PhotoRepository,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /** @returns false when the photo had not failed, or is gone. */
  async retry(photoId: string): Promise<boolean> {
    const photo = await this.photos.find(photoId);
    if (!photo || !(await this.photos.retryFailed(photoId))) return false;
    await this.jobs.send(nextStage(photo), { photoId });
    return true;
  }
}

function nextStage({ ingestVersion, detectVersion }: PhotoRecord): PhotoQueue {
  if (ingestVersion === 0) return 'ingest';
  return detectVersion === null ? 'detect' : 'embed';
}
