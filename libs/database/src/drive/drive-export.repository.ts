/** @module Exports into a folder of somebody's Drive: one row a run, with what its photos came to. */
import type { Database } from '../client/database.client.js';
import { runEnded, UNFINISHED } from './drive-run.record.js';
import type { DriveExport } from '../generated/client.js';
import { rowStamp } from '../client/row.stamp.js';

/** `guest`: a guest's own photos, into the guest's own Drive. */
export type DriveExportKind = 'event' | 'album' | 'person' | 'guest';

export interface DriveExportCounts {
  photos: number;
  /** Not yet looked at; none once a run is done. */
  waiting: number;
  uploaded: number;
  /** An earlier export had put them there. */
  present: number;
  failed: number;
  /** Not sent, because they may not leave. */
  withheld: number;
}

export interface DriveExportRecord {
  id: string;
  eventId: string;
  accountId: string | null;
  kind: DriveExportKind;
  /** The album, person or guest; null for the whole event. */
  subjectId: string | null;
  folderName: string;
  /** Folder that it is made in, by the service account. */
  parentId: string | null;
  /** The user who asked for it; null for a guest's. */
  startedBy: string | null;
  /** Of the password that the guest had given for the link; null where none was. */
  passwordId: string | null;
  state: 'pending' | 'running' | 'done' | 'failed';
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  counts: DriveExportCounts;
}

export type NewDriveExport = Pick<
  DriveExportRecord,
  'eventId' | 'accountId' | 'kind' | 'subjectId' | 'folderName'
> &
  Partial<Pick<DriveExportRecord, 'parentId' | 'startedBy' | 'passwordId'>>;

export class DriveExportRepository {
  constructor(private readonly database: Database) {}

  async create(run: NewDriveExport): Promise<DriveExportRecord> {
    return this.toRecord(await this.database.prisma.driveExport.create({ data: run }));
  }

  async find(id: string): Promise<DriveExportRecord | null> {
    const row = await this.database.prisma.driveExport.findUnique({ where: { id } });
    return row && this.toRecord(row);
  }

  /** With its photos, which were chosen by what the guest may have. */
  async createForGuest(
    run: NewDriveExport & { subjectId: string },
    photoIds: readonly string[],
  ): Promise<DriveExportRecord> {
    const files = { createMany: { data: photoIds.map((photoId) => ({ photoId, path: '' })) } };
    return this.toRecord(
      await this.database.prisma.driveExport.create({ data: { ...run, kind: 'guest', files } }),
    );
  }

  /** Newest first. */
  async listOfGuest(guestId: string): Promise<DriveExportRecord[]> {
    const where = { kind: 'guest' as const, subjectId: guestId };
    const rows = await this.database.prisma.driveExport.findMany({ where, orderBy: { createdAt: 'desc' } });
    return Promise.all(rows.map((row) => this.toRecord(row)));
  }

  /** Newest first; those of its guests are their own. */
  async listOfEvent(eventId: string): Promise<DriveExportRecord[]> {
    const where = { eventId, kind: { not: 'guest' as const } };
    const rows = await this.database.prisma.driveExport.findMany({ where, orderBy: { createdAt: 'desc' } });
    return Promise.all(rows.map((row) => this.toRecord(row)));
  }

  /** Runs that should be under way, for the reconciler. */
  async findUnfinished(limit: number): Promise<string[]> {
    const rows = await this.database.prisma.driveExport.findMany({
      where: { state: UNFINISHED },
      orderBy: { createdAt: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  /** @returns false when the run is over, or gone with its event. */
  async start(id: string): Promise<boolean> {
    const data = { state: 'running' as const, error: null };
    const { count } = await this.database.prisma.driveExport.updateMany({
      where: { id, state: UNFINISHED },
      data,
    });
    return count > 0;
  }

  /** With its line in the audit log. @param error for people; null = the run came to its end. */
  async finish(id: string, error: string | null): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      const [run] = await tx.driveExport.updateManyAndReturn({
        where: { id, state: UNFINISHED },
        data: { state: error === null ? 'done' : 'failed', error, finishedAt: rowStamp() },
      });
      if (!run) return;
      const guestId = run.kind === 'guest' ? run.subjectId : null;
      await tx.auditLine.create({
        data: runEnded('export.finished', { ...run, guestId }, await this.count(id, tx)),
      });
    });
  }

  private async toRecord(row: DriveExport): Promise<DriveExportRecord> {
    return { ...row, counts: await this.count(row.id) };
  }

  private async count(
    exportId: string,
    prisma: Pick<Database['prisma'], 'driveExportFile'> = this.database.prisma,
  ): Promise<DriveExportCounts> {
    const groups = await prisma.driveExportFile.groupBy({
      by: ['outcome'],
      where: { exportId },
      _count: { _all: true },
    });
    const of = (outcome: string): number =>
      groups.find((group) => group.outcome === outcome)?._count._all ?? 0;
    const photos = groups.reduce((sum, group) => sum + group._count._all, 0);
    return {
      photos,
      waiting: of('pending'),
      uploaded: of('uploaded'),
      present: of('present'),
      failed: of('failed'),
      withheld: of('withheld'),
    };
  }
}
