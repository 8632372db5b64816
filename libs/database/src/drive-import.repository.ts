/** @module Imports of Drive folders: one row a run, one row a file, so that a killed run goes on where it was. */
import type { Database } from './database.client.js';

export type DriveImportOutcome = 'imported' | 'duplicate' | 'skipped' | 'failed';

export interface DriveImportFileRecord {
  fileId: string;
  name: string;
  outcome: DriveImportOutcome;
  reason?: string;
  photoId?: string;
}

export interface DriveImportCounts {
  found: number;
  imported: number;
  duplicate: number;
  skipped: number;
  failed: number;
}

export interface DriveImportRecord {
  id: string;
  eventId: string;
  folderId: string;
  state: 'pending' | 'running' | 'done' | 'failed';
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  counts: DriveImportCounts;
}

export class DriveImportRepository {
  constructor(private readonly database: Database) {}

  async create(eventId: string, folderId: string): Promise<DriveImportRecord> {
    const row = await this.database.prisma.driveImport.create({ data: { eventId, folderId } });
    return { ...row, counts: await this.count(row.id) };
  }

  async find(id: string): Promise<DriveImportRecord | null> {
    const row = await this.database.prisma.driveImport.findUnique({ where: { id } });
    return row && { ...row, counts: await this.count(row.id) };
  }

  async listOfEvent(eventId: string): Promise<DriveImportRecord[]> {
    const rows = await this.database.prisma.driveImport.findMany({ where: { eventId }, orderBy: { createdAt: 'desc' } });
    return Promise.all(rows.map(async (row) => ({ ...row, counts: await this.count(row.id) })));
  }

  /** Runs that should be under way, for the reconciler. */
  async findUnfinished(): Promise<string[]> {
    const rows = await this.database.prisma.driveImport.findMany({
      where: { state: { in: ['pending', 'running'] } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async start(id: string): Promise<void> {
    await this.database.prisma.driveImport.update({ where: { id }, data: { state: 'running', error: null } });
  }

  async finish(id: string, error: string | null): Promise<void> {
    await this.database.prisma.driveImport.update({
      where: { id },
      data: { state: error === null ? 'done' : 'failed', error, finishedAt: new Date() },
    });
  }

  /** File ids that need no second look: everything recorded except failures, which are tried again. */
  async findSettledFileIds(id: string): Promise<Set<string>> {
    const rows = await this.database.prisma.driveImportFile.findMany({
      where: { driveImportId: id, outcome: { not: 'failed' } },
      select: { fileId: true },
    });
    return new Set(rows.map((row) => row.fileId));
  }

  async recordFile(id: string, file: DriveImportFileRecord): Promise<void> {
    const data = { name: file.name, outcome: file.outcome, reason: file.reason ?? null, photoId: file.photoId ?? null };
    await this.database.prisma.driveImportFile.upsert({
      where: { driveImportId_fileId: { driveImportId: id, fileId: file.fileId } },
      create: { driveImportId: id, fileId: file.fileId, ...data },
      update: data,
    });
  }

  private async count(id: string): Promise<DriveImportCounts> {
    const groups = await this.database.prisma.driveImportFile.groupBy({
      by: ['outcome'],
      where: { driveImportId: id },
      _count: { _all: true },
    });
    const of = (outcome: DriveImportOutcome): number =>
      groups.find((group) => group.outcome === outcome)?._count._all ?? 0;
    const counts = { imported: of('imported'), duplicate: of('duplicate'), skipped: of('skipped'), failed: of('failed') };
    return { found: counts.imported + counts.duplicate + counts.skipped + counts.failed, ...counts };
  }
}
