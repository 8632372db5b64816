/** @module Photos: taken in once per event and content, stamped by each stage, failed with a reason. */
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import { METADATA_VERSION } from '@visage/contracts/pipeline.version';
import type { PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { cameraOf } from '../camera/camera.repository.js';
import { lockEvent } from '../event/event.lock.js';
import {
  describedColumns,
  toPhotoRecord,
  type NewPhoto,
  type PhotoForWork,
  type PhotoRecord,
} from './photo.record.js';
import { rowStamp } from '../client/row.stamp.js';
import { advanceIndex, noteRemoved } from '../face/face-change.repository.js';
import { standIn } from '../guest/guest.match.js';

const UNIQUE_VIOLATION = 'P2002';
const NOT_FAILED = { failedAt: null, errorCode: null, errorReason: null };

export class PhotoRepository {
  constructor(private readonly database: Database) {}

  /**
   * Bytes the event has already give the photo that has them, also when two uploads race, and also when it lies in the
   * trash. A photo by a guest, or of an event that asks for it, waits for approval.
   * @param key of the loose object that the photo owns from now on
   * @returns null when the event was erased.
   */
  async create(photo: NewPhoto, key?: string): Promise<{ photo: PhotoRecord; duplicate: boolean } | null> {
    for (;;) {
      try {
        const made = await this.insert(photo, key);
        return made && { photo: made, duplicate: false };
      } catch (error) {
        if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== UNIQUE_VIOLATION)
          throw error;
      }
      const existing = await this.findBySha256(photo.eventId, photo.sha256);
      if (existing) return { photo: existing, duplicate: true };
      // removed between the two queries: it is new after all
    }
  }

  private async insert(photo: NewPhoto, key?: string): Promise<PhotoRecord | null> {
    return this.database.prisma.$transaction(async (tx) => {
      // whoever erases the event waits, and then sees the photo; whoever changes its faces does not
      const [event] = await tx.$queryRaw<{ holdPhotos: boolean }[]>`
        select "holdPhotos" from "Event" where id = ${photo.eventId}::uuid and "erasedAt" is null for key share`;
      if (!event) return null;
      const heldAt = photo.guestId !== undefined || event.holdPhotos ? rowStamp() : null;
      const row = await tx.photo.create({
        data: { ...photo, bytes: BigInt(photo.bytes), crc32: BigInt(photo.crc32), heldAt },
      });
      if (key !== undefined) await tx.looseObject.deleteMany({ where: { key } });
      return toPhotoRecord(row);
    });
  }

  async find(id: string): Promise<PhotoRecord | null> {
    const row = await this.database.prisma.photo.findUnique({ where: { id } });
    return row && toPhotoRecord(row);
  }

  async findBySha256(eventId: string, sha256: string): Promise<PhotoRecord | null> {
    const row = await this.database.prisma.photo.findUnique({
      where: { eventId_sha256: { eventId, sha256 } },
    });
    return row && toPhotoRecord(row);
  }

  /** Null when the photo is gone, its event erased, or it is another's second file. */
  async findForWork(id: string): Promise<PhotoForWork | null> {
    const row = await this.database.prisma.photo.findFirst({
      where: { id, rawOf: null, event: { erasedAt: null } },
      include: { event: { select: { embedder: true, facesEndedAt: true } } },
    });
    if (!row) return null;
    const { embedder, facesEndedAt } = row.event;
    return { ...toPhotoRecord(row), embedder, facesEnded: facesEndedAt !== null };
  }

  /** For photos that were taken in before their CRC-32 was recorded. */
  async recordCrc32(id: string, crc32: number): Promise<void> {
    await this.database.prisma.photo.updateMany({ where: { id }, data: { crc32: BigInt(crc32) } });
  }

  /**
   * What its file says of itself, read anew.
   * @param metadata null when the file cannot be read any more: what is known stays.
   */
  async recordMetadata(id: string, metadata: PhotoMetadata | null): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      // in the order of face.repository.ts
      const [photo] = await tx.$queryRaw<{ eventId: string }[]>`
        select "eventId" from "Photo" where id = ${id}::uuid for no key update`;
      if (!photo) return;
      await lockEvent(tx, photo.eventId);
      const data = metadata
        ? describedColumns(metadata, await cameraOf(tx, photo.eventId, metadata.device))
        : { metadataVersion: METADATA_VERSION };
      await tx.photo.update({ where: { id }, data });
    });
  }

  /**
   * The original stays, and so does what earlier runs found.
   * @param ingestVersion only if this one has not ingested it
   * @returns false when the photo is gone, or ingested.
   */
  async markFailed(id: string, { code, reason }: PhotoErrorValue, ingestVersion?: number): Promise<boolean> {
    const { count } = await this.database.prisma.photo.updateMany({
      where: { id, ...(ingestVersion !== undefined && { ingestVersion: { lt: ingestVersion } }) },
      data: { failedAt: rowStamp(), errorCode: code, errorReason: reason },
    });
    return count > 0;
  }

  /** @returns false when the photo had not failed. The caller enqueues it, or the reconciler will. */
  async retryFailed(id: string): Promise<boolean> {
    const { count } = await this.database.prisma.photo.updateMany({
      where: { id, failedAt: { not: null } },
      data: NOT_FAILED,
    });
    return count > 0;
  }

  /** Removes the row and its faces. @returns the ids of the faces, whose crops the caller removes; null = not there. */
  async remove(id: string): Promise<{ faceIds: string[] } | null> {
    return this.database.prisma.$transaction(async (tx) => {
      // in the order of face.repository.ts
      const [photo] = await tx.$queryRaw<{ eventId: string; cameraId: string | null }[]>`
        select "eventId", "cameraId" from "Photo" where id = ${id}::uuid for update`;
      if (!photo) return null;
      const { eventId } = photo;
      const revision = await advanceIndex(tx, eventId, { groupingDue: true });
      const faces = await tx.face.findMany({ where: { photoId: id }, select: { id: true } });
      const faceIds = faces.map((face) => face.id);
      await noteRemoved(tx, { eventId, revision }, faceIds);
      await standIn(tx, faceIds);
      await tx.photo.deleteMany({ where: { id } });
      // its serial number says whose it is; a shift is kept for photos to come
      if (photo.cameraId !== null)
        await tx.camera.deleteMany({ where: { id: photo.cameraId, photos: { none: {} }, shift: 0 } });
      return { faceIds };
    });
  }

  /** Of events with this embedder. Oldest first, as are all the answers to "what remains". */
  findPhotosToIngest(embedder: string, version: number, limit: number): Promise<string[]> {
    return this.findRemaining({ ingestVersion: { lt: version }, event: { embedder } }, limit);
  }

  /** Ingested by `ingestVersion`, and what they say of themselves not read by `version`. */
  findPhotosToDescribe(ingestVersion: number, version: number, limit: number): Promise<string[]> {
    return this.findRemaining(
      { metadataVersion: { lt: version }, ingestVersion: { gte: ingestVersion } },
      limit,
    );
  }

  /** Of events with this embedder whose faces have not ended: ingested, and their faces not found by `version`. */
  findPhotosToDetect(embedder: string, version: string, limit: number): Promise<string[]> {
    const old = [
      { detectVersion: null },
      { detectVersion: { lt: version } },
      { detectVersion: { gt: version } },
    ];
    const event = { embedder, facesEndedAt: null };
    return this.findRemaining({ ingestVersion: { gt: 0 }, OR: old, event }, limit);
  }

  /** Of events with this embedder whose faces have not ended: faces found, and not embedded by `version`. */
  findPhotosToEmbed(embedder: string, version: string, limit: number): Promise<string[]> {
    const old = [
      { embedVersion: null },
      { embedVersion: { lt: version } },
      { embedVersion: { gt: version } },
    ];
    const event = { embedder, facesEndedAt: null };
    return this.findRemaining({ detectedAt: { not: null }, OR: old, event }, limit);
  }

  private async findRemaining(where: Prisma.PhotoWhereInput, limit: number): Promise<string[]> {
    const rows = await this.database.prisma.photo.findMany({
      where: { AND: [where, { failedAt: null, deletedAt: null, rawOf: null, event: { erasedAt: null } }] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: limit,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }
}
