/** @module Takes in uploads that only their gateway's end kept from becoming photos, and clears away those given up. */
import { Inject, Injectable } from '@nestjs/common';
import { UploadRepository } from '@visage/database/upload/upload.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import { uploadKey } from '@visage/storage/object.key';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { UploadFinish } from './upload.finish.js';
import { UploadProtocol } from './upload.protocol.js';
import { UPLOAD_STAGING, type UploadStaging } from './upload.staging.js';

/** Sent on at home, the day after the party and the day after that. */
export const ABANDONED_MS = 3 * 24 * 60 * 60_000;
/** A request under way is heard of at its start, and may take a while. */
const QUIET_MS = 10 * 60_000;
/** So long somebody may still ask how it ended. */
const ASKED_MS = 24 * 60 * 60_000;

@Injectable()
export class UploadSweep extends HourlySweep {
  constructor(
    @InjectRepository(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(UploadProtocol) private readonly protocol: UploadProtocol,
    @Inject(UploadFinish) private readonly ending: UploadFinish,
    @Inject(UPLOAD_STAGING) private readonly staging: UploadStaging,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'uploads could not be cleared away');
  }

  protected async clear(): Promise<void> {
    const now = this.clock.now().getTime();
    const abandoned = new Date(now - ABANDONED_MS);
    const quiet = new Date(now - QUIET_MS);
    await this.each(await this.uploads.findQuiet(quiet, abandoned), async (upload) => {
      if ((await this.protocol.offsetOf(upload)) === upload.bytes) await this.ending.finish(upload.id);
    });
    await this.each(await this.uploads.findStaged(quiet), (upload) => this.ending.clearAway(upload));
    await this.each(await this.uploads.findAbandoned(abandoned), async ({ id, eventId }) => {
      await this.staging.remove(uploadKey(eventId, id));
      await this.uploads.remove(id);
    });
    await this.uploads.removeFinished(new Date(now - ASKED_MS));
  }
}
