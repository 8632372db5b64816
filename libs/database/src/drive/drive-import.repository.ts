/** @module Imports of Drive folders: one row a run, with what its files came to. */
import type { Database } from '../client/database.client.js';
import { runEnded, UNFINISHED } from './drive-run.record.js';
import type { DriveImport } from '../generated/client.js';
import { rowStamp } from '../client/row.stamp.js';

export type DriveImportOutcome = 'pending' | 'imported' | 'duplicate' | 'skipped' | 'failed';

export interface DriveImportCounts {
  found: number;
  /** Found, and not yet looked at; none once a run is done. */
  waiting: number;
  imported: number;
  duplicate: number;
  skipped: number;
  failed: number;
}

export interface DriveImportRecord {
  id: string;
  eventId: string;
  /** Null = the administrator's service account. */
  accountId: string | null;
  folderId: string;
  folderName: string | null;
  /** The user who asked for it. */
  startedBy: string | null;
  state: 'pending' | 'running' | 'done' | 'failed';
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  counts: DriveImportCounts;
}

export interface NewDriveImport {
  eventId: string;
  folderId: string;
  folderName?: string | null;
  accountId?: string | null;
  startedBy?: string | null;
}

export class DriveImportRepository {
  constructor(private readonly database: Database) {}

  async create(run: NewDriveImport): Promise<DriveImportRecord> {
    return this.toRecord(await this.database.prisma.driveImport.create({ data: run }));
  }

  async find(id: string): Promise<DriveImportRecord | null> {
    const row = await this.database.prisma.driveImport.findUnique({ where: { id } });
    return row && this.toRecord(row);
  }

  /** Newest first. */
  async listOfEvent(eventId: string): Promise<DriveImportRecord[]> {
    const rows = await this.database.prisma.driveImport.findMany({
      where: { eventId },
      orderBy: { createdAt: 'desc' },
    });
    return Promise.all(rows.map((row) => this.toRecord(row)));
  }

  /** Runs that should be under way, for the reconciler. */
  async findUnfinished(limit: number): Promise<string[]> {
    const rows = await this.database.prisma.driveImport.findMany({
      where: { state: UNFINISHED },
      orderBy: { createdAt: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  /** @returns false when the run is over, or gone with its event: there is nothing to do. */
  async start(id: string): Promise<boolean> {
    const { count } = await this.database.prisma.driveImport.updateMany({
      where: { id, state: UNFINISHED },
      data: { state: 'running', error: null },
    });
    return count > 0;
  }

  /** With its line in the audit log. @param error for people; null = the run came to its end. A run that is over stays as it ended. */
  async finish(id: string, error: string | null): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      const [run] = await tx.driveImport.updateManyAndReturn({
        where: { id, state: UNFINISHED },
        data: { state: error === null ? 'done' : 'failed', error, finishedAt: rowStamp() },
      });
      if (run)
        await tx.auditLine.create({ data: runEnded('import.finished', run, await this.count(id, tx)) });
    });
  }

  private async toRecord(row: DriveImport): Promise<DriveImportRecord> {
    return { ...row, counts: await this.count(row.id) };
  }

  private async count(
    id: string,
    prisma: Pick<Database['prisma'], 'driveImportFile'> = this.database.prisma,
  ): Promise<DriveImportCounts> {
    const groups = await prisma.driveImportFile.groupBy({
      by: ['outcome'],
      where: { driveImportId: id },
      _count: { _all: true },
    });
    const of = (outcome: DriveImportOutcome): number =>
      groups.find((group) => group.outcome === outcome)?._count._all ?? 0;
    return {
      found: groups.reduce((sum, group) => sum + group._count._all, 0),
      waiting: of('pending'),
      imported: of('imported'),
      duplicate: of('duplicate'),
      skipped: of('skipped'),
      failed: of('failed'),
    };
  }
}
