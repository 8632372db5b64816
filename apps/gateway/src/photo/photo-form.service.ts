/** @module Takes in the files of an upload: each is stored bit for bit while it is hashed, becomes a photo and is queued. */
import { Inject, Injectable } from '@nestjs/common';
import { PhotoError, photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import type { Photo, PhotoUpload, PhotoUploads } from '@visage/contracts/photo.contract';
import type { User } from '@visage/contracts/session.contract';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { OriginalTooLargeError } from '@visage/storage/object.error';
import { Originals } from '@visage/originals/originals';
import type { Request } from 'express';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import type { GatewayEnv } from '../env.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { readFiles, type ArrivingFile } from '../multipart/multipart.files.js';
import { ENV } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';
import { QUOTA_EXCEEDED } from '../user/user.quota.js';
import { toPhoto } from './photo.answer.js';
import { PhotoIntake } from './photo.intake.js';

/** More at once gain nothing: the browser sends a few files a request. */
const MAX_FILES = 500;

@Injectable()
export class PhotoFormService {
  private readonly maxBytes: number;

  constructor(
    @Inject(ENV) env: GatewayEnv,
    @Inject(Originals) private readonly originals: Originals,
    @Inject(EventAccess) private readonly access: EventAccess,
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(PhotoIntake) private readonly intake: PhotoIntake,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {
    this.maxBytes = photoLimitsSchema.parse({ maxBytes: env.PHOTO_MAX_BYTES }).maxBytes;
  }

  /**
   * Every photo that arrives whole is kept, a damaged one too: the worker says what is wrong with it. Only what is no photo by
   * its first bytes, is above the limit, or beyond the owner's quota is refused; the others of the form go on.
   */
  async receive(user: User, eventId: string, request: Request): Promise<PhotoUploads> {
    await this.access.require(user, eventId, 'upload.create');
    let before: Promise<unknown> = Promise.resolve();
    const takeInTurn = (file: ArrivingFile): Promise<PhotoUpload> => {
      const taken = this.take(eventId, file, before).then((upload) => {
        if (upload.outcome === 'stored') this.audit.count(byUser(user), { action: 'photo.added', eventId });
        return upload;
      });
      before = taken.catch(() => undefined);
      return taken;
    };
    return { uploads: await readFiles(request, { maxFiles: MAX_FILES }, takeInTurn) };
  }

  /** Bytes are stored side by side, photos made one after the other: of two equal files the second is the duplicate. */
  private async take(
    eventId: string,
    { fileName, stream }: ArrivingFile,
    before: Promise<unknown>,
  ): Promise<PhotoUpload> {
    try {
      const original = await this.originals.receive(stream, { eventId, maxBytes: this.maxBytes });
      await before;
      const { photoId, duplicate } = await this.intake.add({ eventId, fileName }, original);
      const photo = photoId === null ? null : await this.listed(photoId);
      const reason = duplicate
        ? `The event already has this photo, as ${photo?.fileName ?? fileName}.`
        : null;
      return { fileName, outcome: duplicate ? 'duplicate' : 'stored', photo, reason };
    } catch (error) {
      return { fileName, outcome: 'refused', photo: null, reason: this.refusalOf(error) };
    }
  }

  /** @throws what is no fault of the file. */
  private refusalOf(error: unknown): string {
    if (error instanceof PhotoError) return error.reason;
    if (error instanceof ProblemError && error.code === QUOTA_EXCEEDED) return error.detail;
    if (!(error instanceof OriginalTooLargeError)) throw error;
    const limit = Math.floor(this.maxBytes / (1024 * 1024));
    return `The file is larger than the ${limit} MB that are allowed. Make it smaller, or ask for a higher limit.`;
  }

  private async listed(photoId: string): Promise<Photo> {
    const listed = await this.photos.find(photoId);
    if (!listed) throw notFound('event');
    return toPhoto(listed);
  }
}
