/** @module Photos that wait for the organizer: shown to guests once they are approved. */
import type { Database } from '../client/database.client.js';
import { touchEvent } from '../person/person-edit.steps.js';
import { photosAmong, wholePhotos } from './raw.pair.js';

export class PhotoApprovalRepository {
  constructor(private readonly database: Database) {}

  /** @returns how many of them waited. */
  async approve(eventId: string, photoIds: readonly string[]): Promise<number> {
    return this.change(eventId, photoIds, { heldAt: null });
  }

  /** They lie in the trash for a while, still waiting. @returns how many of them waited. */
  async refuse(eventId: string, photoIds: readonly string[], at: Date): Promise<number> {
    return this.change(eventId, photoIds, { deletedAt: at });
  }

  /** Their faces make people, or are nobody's, with the next grouping. */
  private change(
    eventId: string,
    photoIds: readonly string[],
    data: { heldAt: null } | { deletedAt: Date },
  ): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const files = await tx.photo.updateManyAndReturn({
        where: { ...wholePhotos(photoIds), eventId, heldAt: { not: null }, deletedAt: null },
        data,
        select: { rawOf: true },
      });
      if (files.length > 0) await touchEvent(tx, eventId);
      return photosAmong(files);
    });
  }

  /** Whether new photos of the event wait. Those that wait already stay as they are. */
  async holdNew(eventId: string, hold: boolean): Promise<void> {
    const { prisma } = this.database;
    await prisma.$transaction([
      // photos that are being made are waited for: they come before
      prisma.$queryRaw`select 1 from "Event" where id = ${eventId}::uuid for update`,
      prisma.event.updateMany({ where: { id: eventId }, data: { holdPhotos: hold } }),
    ]);
  }
}
