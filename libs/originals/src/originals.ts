/**
 * @module The one owner of originals: nobody else writes or deletes one. What is done to the bytes of one SHA-256 of an event
 * is done in turn, over all machines. An object that no photo owns yet is noted in Postgres before it is written, and a row
 * goes after its objects: so a crash leaves neither a photo without its original nor an original without its photo for long.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { sniffFormat } from '@visage/contracts/photo.format';
import type { Database } from '@visage/database/client/database.client';
import { LooseObjectRepository, type LooseObject } from '@visage/database/original/loose-object.repository';
import { inTurnOfOriginal } from '@visage/database/original/original.lock';
import type { NewPhoto, PhotoRecord } from '@visage/database/photo/photo.record';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { TrashRepository, type LeavingPhoto } from '@visage/database/trash/trash.repository';
import { ObjectDamagedError, ObjectNotFoundError } from '@visage/storage/object.error';
import { facePictureKeys, incomingKey, originalKey, previewPrefix } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { OriginalSums } from '@visage/storage/original.digest';
import { receiveBytes } from '@visage/storage/original.store';

/** Bytes that are all there, and no original yet. */
export interface ArrivedOriginal {
  sums: OriginalSums;
  /** Puts them under the key; done twice is done once. */
  place(key: string): Promise<void>;
  /** Removes what was not placed. */
  discard(): Promise<void>;
}

/** What becomes a photo besides its bytes: where it comes from and how it is called. */
export type PhotoArrival = Pick<NewPhoto, 'eventId' | 'fileName' | 'driveFileId' | 'guestId' | 'deletedAt'>;

export interface AdmittedPhoto {
  photo: PhotoRecord;
  /** The event had these bytes already. */
  duplicate: boolean;
  /** It has to be worked on: it is new, or had failed and may succeed with the bytes that it has now. */
  toIngest: boolean;
}

/** An object that is loose for so long was left behind: nothing takes a day to arrive in one stream. */
export const LOOSE_MS = 24 * 60 * 60_000;

export class Originals {
  private readonly photos: PhotoRepository;
  private readonly bin: TrashRepository;
  private readonly loose: LooseObjectRepository;

  constructor(
    private readonly database: Database,
    private readonly store: ObjectStore,
    private readonly clock: { now(): Date },
  ) {
    this.photos = new PhotoRepository(database);
    this.bin = new TrashRepository(database);
    this.loose = new LooseObjectRepository(database);
  }

  /**
   * Takes bytes in, hashing them while they stream by. When the stream breaks off, errs, exceeds the limit or is no photo by
   * its first bytes, nothing of it stays and the source is destroyed. @throws OriginalTooLargeError, PhotoError
   */
  async receive(
    source: Readable,
    { eventId, maxBytes }: { eventId: string; maxBytes: number },
  ): Promise<ArrivedOriginal> {
    const key = incomingKey(eventId, randomUUID());
    let placed = false;
    const discard = async (): Promise<void> => {
      if (!placed) await this.store.deletePrefix(key);
      await this.loose.forget(key);
    };
    try {
      await this.loose.note({ key, eventId, sha256: null }, this.clock.now());
      const sums = await receiveBytes(this.store, key, source, { maxBytes, look: sniffFormat });
      const place = async (to: string): Promise<void> => {
        await this.store.move(key, to);
        placed = true;
      };
      return { sums, place, discard };
    } catch (error) {
      source.destroy();
      await discard().catch(() => undefined); // found again by its note
      throw error;
    }
  }

  /**
   * Makes arrived bytes a photo of the event, once. Bytes that it has already are stored again all the same: those that lie
   * there may be damaged. What the event has takes no more room.
   * @returns null when the event was erased meanwhile; nothing of the bytes stays then.
   * @throws PhotoError when they are no photo by their first bytes, and what `requireRoom` throws; nothing of them stays then.
   */
  async admit(
    arrival: PhotoArrival,
    arrived: ArrivedOriginal,
    requireRoom: () => Promise<void>,
  ): Promise<AdmittedPhoto | null> {
    const subject = { eventId: arrival.eventId, sha256: arrived.sums.sha256 };
    try {
      sniffFormat(arrived.sums.head);
      return await inTurnOfOriginal(this.database, subject, (signal) =>
        this.admitInTurn(arrival, arrived, requireRoom, signal),
      );
    } finally {
      await arrived.discard().catch(() => undefined); // found again by its note
    }
  }

  private async admitInTurn(
    arrival: PhotoArrival,
    { sums, place }: ArrivedOriginal,
    requireRoom: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<AdmittedPhoto | null> {
    const { eventId } = arrival;
    const { sha256, md5, crc32, bytes } = sums;
    const key = originalKey(eventId, sha256);
    const known = await this.knownInTurn(eventId, sha256);
    if (!known) await requireRoom();
    // also of what is known: should the turn be lost, the photo may be erased before its bytes are placed
    await this.loose.note({ key, eventId, sha256 }, this.clock.now());
    await place(key);
    signal.throwIfAborted();
    if (known) {
      await this.loose.forget(key);
      const toIngest = known.state === 'failed' && (await this.photos.retryFailed(known.id));
      return { photo: known, duplicate: true, toIngest };
    }
    const made = await this.photos.create({ ...arrival, sha256, md5, crc32, bytes }, key);
    if (made) return { ...made, toIngest: !made.duplicate };
    await this.removeLoose(key);
    return null;
  }

  /** One that is being removed for good is removed first: what arrives is new. */
  private async knownInTurn(eventId: string, sha256: string): Promise<PhotoRecord | null> {
    const known = await this.photos.findBySha256(eventId, sha256);
    if (!known?.erasing) return known;
    await this.eraseInTurn(known);
    return null;
  }

  /** The photo that has these bytes, unless it is being removed, and whether they still are what they were. */
  async find(eventId: string, sha256: string): Promise<{ photo: PhotoRecord; whole: boolean } | null> {
    const photo = await this.photos.findBySha256(eventId, sha256);
    return photo && !photo.erasing ? { photo, whole: await this.isWhole(photo) } : null;
  }

  /** Reads all of it: false when it is lost or damaged. */
  async isWhole({
    eventId,
    sha256,
    bytes,
  }: Pick<PhotoRecord, 'eventId' | 'sha256' | 'bytes'>): Promise<boolean> {
    const hash = createHash('sha256');
    try {
      const { stream, size } = await this.store.get(originalKey(eventId, sha256));
      if (size !== bytes) {
        stream.destroy();
        return false;
      }
      for await (const part of stream) hash.update(part as Uint8Array);
    } catch (error) {
      if (error instanceof ObjectNotFoundError || error instanceof ObjectDamagedError) return false;
      throw error;
    }
    return hash.digest('hex') === sha256;
  }

  /**
   * Removes a photo that leaves the trash: original, previews and every sealed picture of a face, then the row with its
   * faces and embeddings. One that breaks off is done again. @returns how many faces went with it; null when it is gone already.
   */
  erase(photo: LeavingPhoto): Promise<{ faces: number } | null> {
    return inTurnOfOriginal(this.database, photo, () => this.eraseInTurn(photo));
  }

  private async eraseInTurn({ id, eventId, sha256 }: LeavingPhoto): Promise<{ faces: number } | null> {
    // asked for again: others may have erased it, and taken in the same bytes as another photo
    const leaving = await this.bin.findLeaving(id);
    if (!leaving) return null;
    await this.store.delete(originalKey(eventId, sha256));
    await this.store.deletePrefix(previewPrefix(eventId, id));
    for (const faceId of leaving.faceIds)
      for (const key of facePictureKeys(eventId, faceId)) await this.store.delete(key);
    await this.photos.remove(id);
    return { faces: leaving.faceIds.length };
  }

  /** Objects that were left behind: some at a time. */
  leftBehind(): Promise<LooseObject[]> {
    return this.loose.findOlder(new Date(this.clock.now().getTime() - LOOSE_MS));
  }

  /** Removes it, unless a photo owns it. */
  async settle({ key, eventId, sha256 }: LooseObject): Promise<void> {
    if (sha256 === null) return this.removeLoose(key);
    await inTurnOfOriginal(this.database, { eventId, sha256 }, async () => {
      if (await this.photos.findBySha256(eventId, sha256)) await this.loose.forget(key);
      else await this.removeLoose(key);
    });
  }

  /** Also what an unfinished write left of it. */
  private async removeLoose(key: string): Promise<void> {
    await this.store.deletePrefix(key);
    await this.loose.forget(key);
  }
}
