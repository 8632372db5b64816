/** @module Archives that were asked for, each with its frozen list of photos, until they expire. */
import type { PrincipalKey } from '@visage/access/access.principal';
import type { Database } from '../client/database.client.js';

export interface NewZip {
  eventId: string;
  holder: PrincipalKey;
  fileName: string;
  /** In the order of the archive. */
  photoIds: string[];
  expiresAt: Date;
}

export interface ZipRecord extends NewZip {
  id: string;
  createdAt: Date;
}

export class ZipRepository {
  constructor(private readonly database: Database) {}

  async create({ holder, ...zip }: NewZip): Promise<ZipRecord> {
    const row = await this.database.prisma.zip.create({
      data: { ...zip, holder: holder.kind, holderId: holder.id },
    });
    return { ...zip, holder, id: row.id, createdAt: row.createdAt };
  }

  async find(id: string): Promise<ZipRecord | null> {
    const row = await this.database.prisma.zip.findUnique({ where: { id } });
    if (!row) return null;
    const { holder: kind, holderId, ...zip } = row;
    return { ...zip, holder: { kind, id: holderId } };
  }

  /** @returns how many went. */
  async removeExpired(now: Date): Promise<number> {
    const { count } = await this.database.prisma.zip.deleteMany({ where: { expiresAt: { lte: now } } });
    return count;
  }
}
