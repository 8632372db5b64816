/** @module Which photo of an event has certain bytes, and where it came from. */
import type { Database } from '../client/database.client.js';

export interface PhotoOrigin {
  id: string;
  /** File of Drive it was imported from; null = uploaded. */
  driveFileId: string | null;
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
  createdAt: Date;
}

const select = { id: true, driveFileId: true, sha256: true, bytes: true, createdAt: true } as const;

export class PhotoOriginRepository {
  constructor(private readonly database: Database) {}

  /** By what Drive states of a file, before any of it is fetched. @param md5 lower-case hex. */
  async findByMd5(eventId: string, md5: string, bytes: number): Promise<PhotoOrigin | null> {
    return toOrigin(
      await this.database.prisma.photo.findFirst({
        where: { eventId, md5, bytes: BigInt(bytes), erasing: false },
        select,
      }),
    );
  }

  /** Null when there is no such photo, or its event was erased. */
  async find(photoId: string): Promise<PhotoOrigin | null> {
    return toOrigin(
      await this.database.prisma.photo.findFirst({
        where: { id: photoId, event: { erasedAt: null } },
        select,
      }),
    );
  }
}

function toOrigin(row: (Omit<PhotoOrigin, 'bytes'> & { bytes: bigint }) | null): PhotoOrigin | null {
  return row && { ...row, bytes: Number(row.bytes) };
}
