/** @module Uploads under way: whose they are, and how they ended. Their bytes lie in the store's staging. */
import type { Database } from '../client/database.client.js';
import type { Upload } from '../generated/client.js';

/** Who sends it. */
export type UploadSender = { kind: 'user'; id: string } | { kind: 'guest'; id: string };

export interface NewUpload {
  id: string;
  eventId: string;
  sender: UploadSender;
  fileName: string;
  albumName: string | null;
  bytes: number;
  /** As the sender states it; null = not stated. */
  sha256: string | null;
}

export interface UploadEnd {
  outcome: 'stored' | 'duplicate' | 'refused';
  /** Why it was refused, for people. */
  reason: string | null;
  photoId: string | null;
}

export interface UploadRecord extends Omit<NewUpload, 'sender'> {
  /** Null when who sent it is gone. */
  sender: UploadSender | null;
  touchedAt: Date;
  /** Null while bytes are missing, or not yet taken in. */
  end: UploadEnd | null;
}

/** Rows looked at in one turn of a sweep. */
const AT_ONCE = 500;

export class UploadRepository {
  constructor(private readonly database: Database) {}

  async create({ sender, bytes, ...upload }: NewUpload, at: Date): Promise<void> {
    const data = { ...upload, ...ownerOf(sender), bytes: BigInt(bytes), createdAt: at, touchedAt: at };
    await this.database.prisma.upload.create({ data });
  }

  /** Null also when its event is gone. */
  async find(id: string): Promise<UploadRecord | null> {
    const row = await this.database.prisma.upload.findFirst({
      where: { id, event: { erasedAt: null, deletedAt: null } },
    });
    return row && toUploadRecord(row);
  }

  /** The same for whoever goes on with it: it is heard of now. Null also when it is somebody else's, or of another event. */
  async touch(
    { id, eventId }: { id: string; eventId: string },
    sender: UploadSender,
    at: Date,
  ): Promise<UploadRecord | null> {
    const [row] = await this.database.prisma.upload.updateManyAndReturn({
      where: { id, eventId, ...ownerOf(sender), event: { erasedAt: null, deletedAt: null } },
      data: { touchedAt: at },
    });
    return row ? toUploadRecord(row) : null;
  }

  async finish(id: string, end: UploadEnd, at: Date): Promise<void> {
    await this.database.prisma.upload.updateMany({
      where: { id },
      data: { ...end, finishedAt: at, touchedAt: at },
    });
  }

  async remove(id: string): Promise<void> {
    await this.database.prisma.upload.deleteMany({ where: { id } });
  }

  /** Under way, or ended a while ago. */
  findOfGuest(guestId: string): Promise<{ id: string; eventId: string }[]> {
    return this.database.prisma.upload.findMany({ where: { guestId }, select: { id: true, eventId: true } });
  }

  /** Not finished, and not heard of since `before`, or of events that are gone: to be cleared away. */
  async findAbandoned(before: Date): Promise<UploadRecord[]> {
    const rows = await this.database.prisma.upload.findMany({
      where: {
        finishedAt: null,
        OR: [{ touchedAt: { lt: before } }, { event: { erasedAt: { not: null } } }],
      },
      orderBy: { touchedAt: 'asc' },
      take: AT_ONCE,
    });
    return rows.map(toUploadRecord);
  }

  /** Not finished and not heard of for a moment: all bytes may be there, and whoever took them in have died. */
  async findQuiet(before: Date, after: Date): Promise<UploadRecord[]> {
    const rows = await this.database.prisma.upload.findMany({
      where: {
        finishedAt: null,
        touchedAt: { lt: before, gte: after },
        event: { erasedAt: null, deletedAt: null },
      },
      orderBy: { touchedAt: 'asc' },
      take: AT_ONCE,
    });
    return rows.map(toUploadRecord);
  }

  /** Finished, and not heard of for a moment, while bytes of them may still be staged. */
  findStaged(before: Date): Promise<{ id: string; eventId: string }[]> {
    return this.database.prisma.upload.findMany({
      where: { finishedAt: { not: null }, touchedAt: { lt: before }, staged: true },
      orderBy: { touchedAt: 'asc' },
      take: AT_ONCE,
      select: { id: true, eventId: true },
    });
  }

  /** Nothing of it is staged any more. */
  async markCleared(id: string): Promise<void> {
    await this.database.prisma.upload.updateMany({ where: { id }, data: { staged: false } });
  }

  /** Nobody asks any more how these ended. */
  async removeFinished(before: Date): Promise<void> {
    await this.database.prisma.upload.deleteMany({ where: { finishedAt: { lt: before }, staged: false } });
  }
}

function ownerOf({ kind, id }: UploadSender): { userId: string } | { guestId: string } {
  return kind === 'user' ? { userId: id } : { guestId: id };
}

function toUploadRecord(row: Upload): UploadRecord {
  const { id, eventId, userId, guestId, fileName, albumName, bytes, sha256, touchedAt } = row;
  const { finishedAt, outcome, reason, photoId } = row;
  const sender: UploadSender | null =
    userId !== null ? { kind: 'user', id: userId } : guestId !== null ? { kind: 'guest', id: guestId } : null;
  const end = finishedAt && outcome ? { outcome, reason, photoId } : null;
  return { id, eventId, sender, fileName, albumName, bytes: Number(bytes), sha256, touchedAt, end };
}
