/**
 * @module The trash: photos and events that were deleted and can be brought back. What leaves it is marked with the oldest
 * time there is, before its files are removed, so that nobody brings back half of it.
 */
import { TRASH_DAYS } from '@visage/contracts/trash.contract';
import type { Database } from './database.client.js';

export interface TrashedEventRecord {
  id: string;
  ownerId: string;
  name: string;
  photos: number;
  deletedAt: Date;
}

export interface LeavingPhoto {
  id: string;
  eventId: string;
  sha256: string;
  faceIds: string[];
}

const DAY_MS = 24 * 60 * 60_000;
const LEAVING = new Date(0);
/** Photos that are removed in one turn. */
const AT_ONCE = 200;

export class TrashRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many were put there; photos of other events and those that are there already are passed over. */
  async putPhotos(eventId: string, photoIds: readonly string[]): Promise<number> {
    const { count } = await this.database.prisma.photo.updateMany({
      where: { eventId, id: { in: [...photoIds] }, deletedAt: null },
      data: { deletedAt: new Date() },
    });
    return count;
  }

  /** @returns how many were brought back. */
  async restorePhotos(eventId: string, photoIds: readonly string[]): Promise<number> {
    const { count } = await this.database.prisma.photo.updateMany({
      where: { eventId, id: { in: [...photoIds] }, deletedAt: { gt: LEAVING } },
      data: { deletedAt: null },
    });
    return count;
  }

  /** Only those in the trash; from now on they cannot be brought back. @returns how many these are. */
  async leavePhotos(eventId: string, photoIds: readonly string[]): Promise<number> {
    const { count } = await this.database.prisma.photo.updateMany({
      where: { eventId, id: { in: [...photoIds] }, deletedAt: { not: null } },
      data: { deletedAt: LEAVING },
    });
    return count;
  }

  /** Photos whose time is over. */
  async leavingPhotos(now: Date): Promise<LeavingPhoto[]> {
    const { prisma } = this.database;
    const deletedAt = { lt: new Date(now.getTime() - TRASH_DAYS * DAY_MS) };
    const due = await prisma.photo.findMany({ where: { deletedAt }, take: AT_ONCE, select: { id: true } });
    const ids = due.map(({ id }) => id);
    await prisma.photo.updateMany({ where: { id: { in: ids }, deletedAt }, data: { deletedAt: LEAVING } });
    const rows = await prisma.photo.findMany({
      where: { id: { in: ids }, deletedAt: LEAVING },
      select: { id: true, eventId: true, sha256: true, faces: { select: { id: true } } },
    });
    return rows.map(({ faces, ...photo }) => ({ ...photo, faceIds: faces.map(({ id }) => id) }));
  }

  async putEvent(eventId: string): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId, deletedAt: null, erasedAt: null },
      data: { deletedAt: new Date() },
    });
  }

  async restoreEvent(eventId: string): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId, erasedAt: null },
      data: { deletedAt: null },
    });
  }

  /** Of one owner, or of everybody when none is given; the last deleted first. */
  async events({ ownerId }: { ownerId?: string }): Promise<TrashedEventRecord[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { deletedAt: { not: null }, erasedAt: null, ...(ownerId !== undefined && { ownerId }) },
      orderBy: { deletedAt: 'desc' },
      select: { id: true, ownerId: true, name: true, deletedAt: true, _count: { select: { photos: true } } },
    });
    return rows.flatMap(({ deletedAt, _count, ...event }) =>
      deletedAt === null ? [] : [{ ...event, deletedAt, photos: _count.photos }],
    );
  }

  async leavingEvents(now: Date): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { deletedAt: { lt: new Date(now.getTime() - TRASH_DAYS * DAY_MS) }, erasedAt: null },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}
