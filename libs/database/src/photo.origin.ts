/** @module Which photo of an event has certain bytes, and where it came from. */
import type { Database } from './database.client.js';

export interface PhotoOrigin {
  id: string;
  /** File of Drive it was imported from; null = uploaded. */
  driveFileId: string | null;
  createdAt: Date;
}

const select = { id: true, driveFileId: true, createdAt: true } as const;

export class PhotoOrigins {
  constructor(private readonly database: Database) {}

  /** By what Drive states of a file, before any of it is fetched. @param md5 lower-case hex. */
  findByMd5(eventId: string, md5: string, bytes: number): Promise<PhotoOrigin | null> {
    return this.database.prisma.photo.findFirst({ where: { eventId, md5, bytes: BigInt(bytes) }, select });
  }

  /** Null when there is no such photo, or its event was erased. */
  find(photoId: string): Promise<PhotoOrigin | null> {
    return this.database.prisma.photo.findFirst({ where: { id: photoId, event: { erasedAt: null } }, select });
  }
}
