/**
 * @module The trash: photos and events that were deleted and can be brought back. A photo that leaves it is marked before
 * its files are removed, so that nobody brings back half of it.
 */
import { TRASH_DAYS } from '@visage/contracts/trash.contract';
import type { Database } from '../client/database.client.js';
import { touchEvent } from '../person/person-edit.steps.js';
import { photosAmong, wholePhotos } from '../photo/raw.pair.js';

export interface TrashedEventRecord {
  id: string;
  ownerId: string;
  name: string;
  photos: number;
  deletedAt: Date;
}

/** One file of a photo: of two, each leaves by itself. */
export interface LeavingPhoto {
  id: string;
  eventId: string;
  sha256: string;
  rawOf: string | null;
}

const select = { id: true, eventId: true, sha256: true, rawOf: true } as const;

const DAY_MS = 24 * 60 * 60_000;
/** Photos that are removed in one turn. */
const AT_ONCE = 200;

export class TrashRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many were put there; photos of other events and those that are there already are passed over. */
  async putPhotos(eventId: string, photoIds: readonly string[], at: Date): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const files = await tx.photo.updateManyAndReturn({
        where: { ...wholePhotos(photoIds), eventId, deletedAt: null },
        data: { deletedAt: at },
        select: { rawOf: true },
      });
      if (files.length > 0) await touchEvent(tx, eventId);
      return photosAmong(files);
    });
  }

  /** @returns how many were brought back. */
  async restorePhotos(eventId: string, photoIds: readonly string[]): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const files = await tx.photo.updateManyAndReturn({
        where: { ...wholePhotos(photoIds), eventId, deletedAt: { not: null }, erasing: false },
        data: { deletedAt: null },
        select: { rawOf: true },
      });
      if (files.length > 0) await touchEvent(tx, eventId);
      return photosAmong(files);
    });
  }

  /** Only those in the trash; from now on they cannot be brought back. @returns those. */
  leavePhotos(eventId: string, photoIds: readonly string[]): Promise<LeavingPhoto[]> {
    return this.database.prisma.photo.updateManyAndReturn({
      where: { ...wholePhotos(photoIds), eventId, deletedAt: { not: null }, erasing: false },
      data: { erasing: true },
      select,
    });
  }

  /**
   * Photos that a guest has sent, wherever they lie, for good.
   * @param all also those that the organizer has approved. @returns all of theirs that are on their way out
   */
  leavePhotosOf(guestId: string, { all }: { all: boolean }, at: Date): Promise<LeavingPhoto[]> {
    return this.database.prisma.$transaction(async (tx) => {
      const where = { guestId, ...(!all && { OR: [{ heldAt: { not: null } }, { erasing: true }] }) };
      await tx.photo.updateMany({ where: { ...where, deletedAt: null }, data: { deletedAt: at } });
      const leaving = await tx.photo.updateManyAndReturn({ where, data: { erasing: true }, select });
      for (const eventId of new Set(leaving.map((photo) => photo.eventId))) await touchEvent(tx, eventId);
      return leaving;
    });
  }

  /** Photos whose time is over, some at a time, and those whose removal broke off. */
  async leavingPhotos(now: Date): Promise<LeavingPhoto[]> {
    const { prisma } = this.database;
    const deletedAt = { lt: new Date(now.getTime() - TRASH_DAYS * DAY_MS) };
    const due = await prisma.photo.findMany({
      where: { deletedAt: { not: null }, OR: [{ erasing: true }, { deletedAt }] },
      take: AT_ONCE,
      select: { id: true },
    });
    const ids = due.map(({ id }) => id);
    await prisma.photo.updateMany({ where: { id: { in: ids }, deletedAt }, data: { erasing: true } });
    return prisma.photo.findMany({ where: { id: { in: ids }, erasing: true }, select });
  }

  /** The faces of a photo that is to be removed; null = it is not, or is gone already. */
  async findLeaving(photoId: string): Promise<{ faceIds: string[] } | null> {
    const where = { id: photoId, erasing: true };
    const row = await this.database.prisma.photo.findFirst({
      where,
      select: { faces: { select: { id: true } } },
    });
    return row && { faceIds: row.faces.map(({ id }) => id) };
  }

  async putEvent(eventId: string, at: Date): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId, deletedAt: null, erasedAt: null },
      data: { deletedAt: at },
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
      select: {
        id: true,
        ownerId: true,
        name: true,
        deletedAt: true,
        _count: { select: { photos: { where: { rawOf: null } } } },
      },
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
