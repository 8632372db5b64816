/**
 * @module What an import has found: folders still to look into and files still to fetch. Every step is written down before
 * the next begins, so that a run that dies anywhere goes on where it was.
 */
import type { Database } from '../client/database.client.js';
import type { DriveImportOutcome } from './drive-import.repository.js';
import { UNFINISHED } from './drive-run.record.js';
import { rowStamp } from '../client/row.stamp.js';

export interface FoundFolder {
  folderId: string;
  /** Names from the chosen folder down, empty for that folder itself. */
  path: string;
}

export interface FoundFile {
  /** Drive's id; names repeat. */
  fileId: string;
  name: string;
  path: string;
  /** Null for a shortcut, whose target is asked when its turn comes. */
  mimeType: string | null;
  md5: string | null;
  bytes: number | null;
  targetId: string | null;
}

export interface FileOutcome {
  outcome: Exclude<DriveImportOutcome, 'pending'>;
  /** For people. */
  reason?: string;
  photoId?: string;
}

export interface FailedFile {
  fileId: string;
  name: string;
  path: string;
  reason: string;
}

export class DriveImportFileRepository {
  constructor(private readonly database: Database) {}

  /** What is known already stays as it is. Files with an outcome need no further look. */
  async recordFound(
    driveImportId: string,
    {
      folders,
      files,
    }: { folders: readonly FoundFolder[]; files: readonly (FoundFile & Partial<FileOutcome>)[] },
  ): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.driveImportFolder.createMany({
        data: folders.map((folder) => ({ driveImportId, ...folder })),
        skipDuplicates: true,
      }),
      this.database.prisma.driveImportFile.createMany({
        data: files.map(({ bytes, outcome = 'pending' as const, ...file }) => ({
          driveImportId,
          ...file,
          outcome,
          bytes: bytes === null ? null : BigInt(bytes),
        })),
        skipDuplicates: true,
      }),
    ]);
  }

  /** One that has not been looked into to its end; null = the whole tree is known. */
  findUnlistedFolder(driveImportId: string): Promise<FoundFolder | null> {
    return this.database.prisma.driveImportFolder.findFirst({
      where: { driveImportId, listedAt: null },
      orderBy: { path: 'asc' },
      select: { folderId: true, path: true },
    });
  }

  async markListed(driveImportId: string, folderId: string): Promise<void> {
    await this.database.prisma.driveImportFolder.updateMany({
      where: { driveImportId, folderId },
      data: { listedAt: rowStamp() },
    });
  }

  async findPending(driveImportId: string, limit: number): Promise<FoundFile[]> {
    const rows = await this.database.prisma.driveImportFile.findMany({
      where: { driveImportId, outcome: 'pending' },
      orderBy: [{ path: 'asc' }, { fileId: 'asc' }],
      take: limit,
    });
    return rows.map(({ fileId, name, path, mimeType, md5, bytes, targetId }) => ({
      ...{ fileId, name, path, mimeType, md5, targetId },
      bytes: bytes === null ? null : Number(bytes),
    }));
  }

  /** @returns false when the run is over, or gone with its event. */
  async settle(
    driveImportId: string,
    fileId: string,
    { outcome, reason, photoId }: FileOutcome,
  ): Promise<boolean> {
    const { count } = await this.database.prisma.driveImportFile.updateMany({
      where: { driveImportId, fileId, driveImport: { state: UNFINISHED } },
      data: { outcome, reason: reason ?? null, photoId: photoId ?? null },
    });
    return count > 0;
  }

  /** A run that starts anew tries its failures once more. */
  async retryFailed(driveImportId: string): Promise<void> {
    await this.database.prisma.driveImportFile.updateMany({
      where: { driveImportId, outcome: 'failed' },
      data: { outcome: 'pending', reason: null },
    });
  }

  async listFailed(driveImportId: string, limit: number): Promise<FailedFile[]> {
    const rows = await this.database.prisma.driveImportFile.findMany({
      where: { driveImportId, outcome: 'failed' },
      orderBy: [{ path: 'asc' }, { name: 'asc' }, { fileId: 'asc' }],
      take: limit,
      select: { fileId: true, name: true, path: true, reason: true },
    });
    return rows.map((row) => ({ ...row, reason: row.reason ?? '' }));
  }
}
