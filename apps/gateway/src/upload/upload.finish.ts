/**
 * @module An upload whose bytes are all there becomes a photo, and one whose first bytes are no photo's is refused: once, however
 * often and by whomever this is tried.
 */
import { Inject, Injectable } from '@nestjs/common';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import {
  UploadRepository,
  type UploadEnd,
  type UploadRecord,
  type UploadSender,
} from '@visage/database/upload/upload.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { ArrivedOriginal } from '@visage/originals/originals';
import { uploadKey } from '@visage/storage/object.key';
import type { OriginalSums } from '@visage/storage/original.digest';
import type { Logger } from 'pino';
import { AuditLog, byGuest, byUser, type AuditSubject } from '../audit/audit.log.js';
import { ProblemError } from '../http/problem.error.js';
import { PhotoIntake } from '../photo/photo.intake.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { QUOTA_EXCEEDED } from '../user/user.quota.js';
import { UploadLocker } from './upload.lock.js';
import { UPLOAD_STAGING, type UploadStaging } from './upload.staging.js';

@Injectable()
export class UploadFinish {
  constructor(
    @InjectRepository(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(UPLOAD_STAGING) private readonly staging: UploadStaging,
    @Inject(UploadLocker) private readonly locker: UploadLocker,
    @Inject(PhotoIntake) private readonly intake: PhotoIntake,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /**
   * The staged bytes stay until the end is written down, so a gateway that dies in between leaves it to the next try.
   * @throws ProblemError 404 when the event was erased meanwhile.
   */
  finish(id: string): Promise<UploadEnd> {
    return this.end(id, (upload) => this.takeIn(upload));
  }

  /** Nothing of it stays, and no more of it is taken. */
  refuse(id: string, reason: string): Promise<UploadEnd> {
    return this.end(id, () => refused(reason));
  }

  private end(
    id: string,
    endOf: (upload: UploadRecord) => UploadEnd | Promise<UploadEnd>,
  ): Promise<UploadEnd> {
    return this.locker.hold(`${id}:finish`, async () => {
      const upload = await this.uploads.find(id);
      if (!upload) return { outcome: 'refused', reason: 'The event is no longer there.', photoId: null };
      if (upload.end) return upload.end;
      const end = await endOf(upload);
      await this.uploads.finish(id, end, this.clock.now());
      if (end.outcome === 'stored' && upload.sender)
        this.audit.count(bySender(upload.sender), { action: 'photo.added', eventId: upload.eventId });
      await this.clearAway(upload).catch((err: unknown) => {
        this.log.warn(
          { err, uploadId: id },
          'the staged bytes of an upload could not be removed; the next sweep tries again',
        );
      });
      return end;
    });
  }

  /** Removes the staged bytes of an upload that has ended. */
  async clearAway({ id, eventId }: Pick<UploadRecord, 'id' | 'eventId'>): Promise<void> {
    await this.staging.remove(uploadKey(eventId, id));
    await this.uploads.markCleared(id);
  }

  private async takeIn({
    id,
    eventId,
    fileName,
    albumName,
    sender,
    bytes,
    sha256,
  }: UploadRecord): Promise<UploadEnd> {
    const staged = uploadKey(eventId, id);
    const sums = await this.staging.sums(staged, bytes);
    if (sha256 !== null && sha256 !== sums.sha256) return refused(NOT_AS_ANNOUNCED);
    const arrival = {
      ...{ eventId, fileName },
      ...(albumName !== null && { albumName }),
      ...(sender?.kind === 'guest' && { guestId: sender.id }),
    };
    try {
      const { photoId, duplicate } = await this.intake.add(arrival, this.arrivedOf(staged, sums));
      return { outcome: duplicate ? 'duplicate' : 'stored', reason: null, photoId };
    } catch (error) {
      if (error instanceof PhotoError) return refused(error.reason);
      // others have filled the storage while this one arrived
      if (error instanceof ProblemError && error.code === QUOTA_EXCEEDED) return refused(error.detail);
      throw error;
    }
  }

  /** Staged bytes stay whatever comes of them, until the end of the upload is written down. */
  private arrivedOf(staged: string, sums: OriginalSums): ArrivedOriginal {
    return { sums, place: (key) => this.staging.adopt(staged, key), discard: () => Promise.resolve() };
  }
}

const NOT_AS_ANNOUNCED =
  'What arrived is not the file that was announced: it was changed or damaged on the way. Send it again.';

function refused(reason: string): UploadEnd {
  return { outcome: 'refused', reason, photoId: null };
}

function bySender({ kind, id }: UploadSender): AuditSubject {
  return kind === 'guest' ? byGuest(id) : byUser({ id });
}
