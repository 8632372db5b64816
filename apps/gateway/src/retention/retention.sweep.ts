/**
 * @module Says in time what ends, and ends what is over: faces with all that was made of them, events with their photos. Postgres
 * knows what remains, so a sweep that breaks off is gone on with by the next.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { RetainedKind } from '@visage/contracts/retention.contract';
import { FaceEndRepository } from '@visage/database/retention/face-end.repository';
import { RetentionRepository } from '@visage/database/retention/retention.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG, STORE } from '@visage/host/host.token';
import { facePrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { NOBODY } from '../audit/audit.log.js';
import { EventErase } from '../event/event.erase.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { HourlySweep } from '../platform/hourly.sweep.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { EventRekey } from './event.rekey.js';

@Injectable()
export class RetentionSweep extends HourlySweep {
  constructor(
    @InjectRepository(RetentionRepository) private readonly retention: RetentionRepository,
    @InjectRepository(FaceEndRepository) private readonly ends: FaceEndRepository,
    @Inject(EventErase) private readonly eraser: EventErase,
    @Inject(FaceIndexCache) private readonly faces: FaceIndexCache,
    @Inject(EventRekey) private readonly keys: EventRekey,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'what is kept no longer could not be removed');
  }

  protected async clear(): Promise<void> {
    await this.retention.warn(this.clock.now());
    await this.each(await this.retention.findOver(this.clock.now()), (over) => this.end(over));
    await this.each(await this.ends.findUncleared(this.clock.now()), (event) => this.clearFaces(event));
  }

  private async end({ eventId, what }: { eventId: string; what: RetainedKind }): Promise<void> {
    if (what === 'photos') return void (await this.eraser.erase(eventId, NOBODY, 'over'));
    if (await this.ends.end(eventId, NOBODY, this.clock.now())) this.faces.forget(eventId);
  }

  /** Their pictures, and the key of what backups of storage and database still hold. */
  private async clearFaces({ id, keyReplaced }: { id: string; keyReplaced: boolean }): Promise<void> {
    await this.store.deletePrefix(facePrefix(id));
    // busy: the next sweep comes back to it
    if (!keyReplaced && !(await this.keys.replace(id))) return;
    await this.ends.markCleared(id, this.clock.now());
  }
}
