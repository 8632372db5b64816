/** @module Imports of Drive folders, for the organizers of their event; the files themselves are fetched by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveImport, DriveImportCreate, DriveImports } from '@visage/contracts/drive-import.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveImportRepository, type DriveImportRecord } from '@visage/database/drive-import.repository';
import { EventAccess } from '../access/event.access.js';
import { JobSender } from '../queue/job.sender.js';

@Injectable()
export class DriveImportService {
  constructor(
    @Inject(DriveImportRepository) private readonly imports: DriveImportRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /** Two requests at one moment may start two runs; the second then finds every photo there already. */
  async create(user: User, eventId: string, { folderId }: DriveImportCreate): Promise<DriveImport> {
    await this.access.require(user, eventId, 'upload.create');
    const known = await this.imports.listOfEvent(eventId);
    const run =
      known.find((one) => one.folderId === folderId && isUnderWay(one)) ??
      (await this.imports.create(eventId, folderId));
    await this.jobs.send('drive-import', { driveImportId: run.id });
    return toDriveImport(run);
  }

  async list(user: User, eventId: string): Promise<DriveImports> {
    await this.access.require(user, eventId, 'event.view');
    return { imports: (await this.imports.listOfEvent(eventId)).map(toDriveImport) };
  }
}

function isUnderWay({ state }: DriveImportRecord): boolean {
  return state === 'pending' || state === 'running';
}

function toDriveImport(record: DriveImportRecord): DriveImport {
  const { id, folderId, state, error, createdAt, finishedAt, counts } = record;
  const dates = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { id, folderId, state, error, ...dates, counts };
}
