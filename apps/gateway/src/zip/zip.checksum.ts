/**
 * @module The CRC-32 of photos that were taken in before it was recorded: read once, when an archive first needs them,
 * and kept. A large old event takes several requests; each goes on where the one before it stopped.
 */
import { Inject, Injectable } from '@nestjs/common';
import { crc32 } from 'node:zlib';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { STORE } from '@visage/host/host.token';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { originalKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import type { GivenPhoto } from './zip.access.js';
import type { ArchivedPhoto } from './zip.archive.js';

/** Proxies and browsers give up on a silent request after 30 to 60 seconds. */
const PATIENCE_MS = 15_000;

@Injectable()
export class ZipChecksums {
  constructor(
    @InjectRepository(PhotoRepository) private readonly photos: PhotoRepository,
    @Inject(STORE) private readonly store: ObjectStore,
  ) {}

  /**
   * Every request reads at least one, so that asking again always comes to an end.
   * @throws ProblemError 503 with `Retry-After` when there are more to read than one request can wait for.
   */
  async complete(
    eventId: string,
    photos: readonly GivenPhoto[],
    patienceMs = PATIENCE_MS,
  ): Promise<ArchivedPhoto[]> {
    const until = performance.now() + patienceMs;
    const complete: ArchivedPhoto[] = [];
    let read = 0;
    for (const photo of photos) {
      let { crc32 } = photo.form;
      if (crc32 === null) {
        if (read > 0 && performance.now() >= until) throw preparing(complete.length, photos.length);
        crc32 = await this.read(eventId, photo);
        read += 1;
      }
      complete.push({ ...photo, form: { ...photo.form, crc32 } });
    }
    return complete;
  }

  private async read(eventId: string, { id, sha256, fileName }: GivenPhoto): Promise<number> {
    try {
      const { stream } = await this.store.get(originalKey(eventId, sha256));
      let crc = 0;
      const chunks: AsyncIterable<Uint8Array> = stream;
      for await (const chunk of chunks) crc = crc32(chunk, crc);
      await this.photos.recordCrc32(id, crc);
      return crc;
    } catch (cause) {
      if (!(cause instanceof ObjectNotFoundError)) throw cause;
      const detail = `The file of ${fileName} is missing in the storage. Leave this photo out, or upload it again.`;
      throw new ProblemError(409, 'no-original', detail, { cause });
    }
  }
}

function preparing(done: number, of: number): ProblemError {
  const detail = `The download is being prepared: ${done} of ${of} photos are ready. Try again in a moment.`;
  return new ProblemError(503, 'zip-preparing', detail, { headers: { 'Retry-After': '1' } });
}
