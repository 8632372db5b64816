/** @module Imports of Drive folders, for the organizers of their event; the files themselves are fetched by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveImport,
  DriveImportCreate,
  DriveImportFailures,
  DriveImports,
} from '@visage/contracts/drive-import.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveAccountRepository } from '@visage/database/drive-account.repository';
import { DriveImportFileRepository } from '@visage/database/drive-import-file.repository';
import { DriveImportRepository, type DriveImportRecord } from '@visage/database/drive-import.repository';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { JobSender } from '../queue/job.sender.js';

const MAX_FAILURES = 1_000;

@Injectable()
export class DriveImportService {
  constructor(
    @Inject(DriveImportRepository) private readonly imports: DriveImportRepository,
    @Inject(DriveImportFileRepository) private readonly files: DriveImportFileRepository,
    @Inject(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /**
   * Reads with the user's connected Drive, or with the service account where there is none. Two requests at one moment
   * may start two runs; the second then finds every photo there already.
   */
  async create(user: User, eventId: string, { folderId, folderName }: DriveImportCreate): Promise<DriveImport> {
    await this.access.require(user, eventId, 'upload.create');
    const known = await this.imports.listOfEvent(eventId);
    const run =
      known.find((one) => one.folderId === folderId && isUnderWay(one)) ??
      (await this.imports.create({ eventId, folderId, folderName: folderName ?? null, accountId: await this.accountOf(user) }));
    await this.jobs.send('drive-import', { driveImportId: run.id });
    return toDriveImport(run);
  }

  async list(user: User, eventId: string): Promise<DriveImports> {
    await this.access.require(user, eventId, 'event.view');
    return { imports: (await this.imports.listOfEvent(eventId)).map(toDriveImport) };
  }

  async failures(user: User, eventId: string, importId: string): Promise<DriveImportFailures> {
    await this.access.require(user, eventId, 'event.view');
    const run = await this.imports.find(importId);
    if (run?.eventId !== eventId) throw notFound('import');
    return { failures: await this.files.listFailed(importId, MAX_FAILURES) };
  }

  private async accountOf(user: User): Promise<string | null> {
    const account = await this.accounts.findOfUser(user.id);
    return account?.state === 'connected' && account.uses.includes('import') ? account.id : null;
  }
}

function isUnderWay({ state }: DriveImportRecord): boolean {
  return state === 'pending' || state === 'running';
}

function toDriveImport(record: DriveImportRecord): DriveImport {
  const { id, folderId, folderName, state, error, createdAt, finishedAt, counts } = record;
  const dates = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { id, folderId, folderName, state, error, ...dates, counts };
}
