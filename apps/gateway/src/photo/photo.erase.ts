/**
 * @module Removes photos whose time in the trash is over: original, previews, and every sealed picture of a face; then the
 * row with its faces and embeddings. In this order, so that one that breaks off is done again, and nothing is forgotten.
 */
import { Inject, Injectable } from '@nestjs/common';
import { PhotoRepository } from '@visage/database/photo.repository';
import { TrashRepository, type LeavingPhoto } from '@visage/database/trash.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG, STORE } from '@visage/host/host.token';
import { faceAlignedKey, faceCropKey, originalKey, previewPrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Logger } from 'pino';
import { HourlySweep } from '../platform/hourly.sweep.js';

@Injectable()
export class PhotoErase extends HourlySweep {
  constructor(
    @Inject(TrashRepository) private readonly bin: TrashRepository,
    @Inject(PhotoRepository) private readonly photos: PhotoRepository,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(LOG) log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(log, 'photos of the trash could not be removed');
  }

  /** Of all events. */
  async eraseDue(): Promise<void> {
    for (;;) {
      const leaving = await this.bin.leavingPhotos(this.clock.now());
      if (leaving.length === 0) return;
      for (const photo of leaving) await this.erase(photo);
    }
  }

  protected async clear(): Promise<void> {
    await this.eraseDue();
  }

  private async erase({ id, eventId, sha256, faceIds }: LeavingPhoto): Promise<void> {
    await this.store.delete(originalKey(eventId, sha256));
    await this.store.deletePrefix(previewPrefix(eventId, id));
    for (const faceId of faceIds) {
      await this.store.delete(faceCropKey(eventId, faceId));
      await this.store.delete(faceAlignedKey(eventId, faceId));
    }
    await this.photos.remove(id);
  }
}
