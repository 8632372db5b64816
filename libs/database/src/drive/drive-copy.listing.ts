/** @module Folders in Google Drive that hold photos of an event because Visage put them there: what erasing the event does not reach. */
import type { Database } from '../client/database.client.js';

export interface DriveCopyFolder {
  eventId: string;
  /** Id of Drive. */
  folderId: string;
  folderName: string;
  /** Made by an export, and nothing but its photos is in it; else it is one that a mirror writes into. */
  exported: boolean;
  /** Whose Drive it is; null = the service account's, or one that is no longer connected. */
  account: { id: string; userId: string | null; email: string } | null;
  byService: boolean;
}

const ACCOUNT = { select: { id: true, userId: true, email: true } };

export class DriveCopyListing {
  constructor(private readonly database: Database) {}

  /** What guests have put into Drives of their own is theirs, and not here. */
  async ofEvents(eventIds: readonly string[]): Promise<DriveCopyFolder[]> {
    const { prisma } = this.database;
    const events = { in: [...eventIds] };
    const exports = await prisma.driveExport.findMany({
      where: { eventId: events, kind: { not: 'guest' }, folders: { some: { path: '' } } },
      orderBy: { id: 'asc' },
      select: {
        ...{ eventId: true, folderName: true, parentId: true, account: ACCOUNT },
        folders: { where: { path: '' }, select: { folderId: true } },
      },
    });
    const mirrors = await prisma.driveMirror.findMany({
      where: {
        eventId: events,
        direction: { not: 'fromDrive' },
        folderId: { not: null },
        folderToMake: false,
      },
      orderBy: { id: 'asc' },
      select: { eventId: true, folderId: true, folderName: true, byService: true, account: ACCOUNT },
    });
    const copies = [
      ...exports.flatMap(({ folders, parentId, ...run }) =>
        folders.map(({ folderId }) => ({ ...run, folderId, exported: true, byService: parentId !== null })),
      ),
      ...mirrors.map(({ folderId, ...mirror }) => ({ ...mirror, folderId: folderId ?? '', exported: false })),
    ];
    // several exports of one thing go into one folder
    return [...new Map(copies.map((copy) => [`${copy.eventId} ${copy.folderId}`, copy])).values()];
  }
}
