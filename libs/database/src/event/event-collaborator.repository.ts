/** @module Who helps the organizer of an event. */
import type { Database } from '../client/database.client.js';
import { DriveImportRepository } from '../drive/drive-import.repository.js';
import { UNFINISHED } from '../drive/drive-run.record.js';

export interface EventCollaboratorRecord {
  userId: string;
  email: string;
  name: string;
  addedAt: Date;
  /** The event that the account was made for, until somebody sets its password. */
  invitedTo: string | null;
}

const NO_LONGER_HELPS = 'Who started this import no longer helps with the event.';

export class EventCollaboratorRepository {
  constructor(private readonly database: Database) {}

  /** In the order they were added. */
  async list(eventId: string): Promise<EventCollaboratorRecord[]> {
    const rows = await this.database.prisma.eventCollaborator.findMany({
      where: { eventId },
      orderBy: [{ addedAt: 'asc' }, { userId: 'asc' }],
      include: { user: { select: { email: true, name: true, invitedTo: true } } },
    });
    return rows.map(({ userId, addedAt, user }) => ({ userId, addedAt, ...user }));
  }

  /** @returns false when they helped already. */
  async add(eventId: string, userId: string): Promise<boolean> {
    const { count } = await this.database.prisma.eventCollaborator.createMany({
      data: { eventId, userId },
      skipDuplicates: true,
    });
    return count > 0;
  }

  /**
   * Also ends the imports that they have under way there, and removes an account that was made for this event and that
   * nobody has taken. @returns whether the account is gone, too; null when they did not help.
   */
  async remove(eventId: string, userId: string): Promise<{ account: boolean } | null> {
    const { prisma } = this.database;
    const { count } = await prisma.eventCollaborator.deleteMany({ where: { eventId, userId } });
    if (count === 0) return null;
    const imports = new DriveImportRepository(this.database);
    const unfinished = { eventId, startedBy: userId, state: UNFINISHED };
    for (const { id } of await prisma.driveImport.findMany({ where: unfinished, select: { id: true } }))
      await imports.finish(id, NO_LONGER_HELPS);
    const accounts = await prisma.user.deleteMany({ where: { id: userId, invitedTo: eventId } });
    return { account: accounts.count > 0 };
  }
}
