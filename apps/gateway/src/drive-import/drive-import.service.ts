/** @module Imports of Drive folders, for the organizers of their event; the files themselves are fetched by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveImport,
  DriveImportCreate,
  DriveImportFailures,
  DriveImports,
} from '@visage/contracts/drive-import.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import {
  DriveImportRepository,
  type DriveImportRecord,
} from '@visage/database/drive/drive-import.repository';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';

const MAX_FAILURES = 1_000;

@Injectable()
export class DriveImportService {
  constructor(
    @InjectRepository(DriveImportRepository) private readonly imports: DriveImportRepository,
    @InjectRepository(DriveImportFileRepository) private readonly files: DriveImportFileRepository,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /**
   * An upload in other words, so collaborators may: from their own Drive, for exports and mirrors are the organizer's.
   * Reads with the user's connected Drive, or with the service account where there is none. Two requests at one moment
   * may start two runs; the second then finds every photo there already.
   * @throws ProblemError 409 when there is neither.
   */
  async create(
    user: User,
    eventId: string,
    { folderId, folderName }: DriveImportCreate,
  ): Promise<DriveImport> {
    await this.access.require(user, eventId, 'upload.create');
    const accountId = (await this.google.requireDrive(user, 'import'))?.id ?? null;
    const underWay = (await this.imports.listOfEvent(eventId)).find(
      (one) => one.folderId === folderId && isUnderWay(one),
    );
    const run =
      underWay ??
      (await this.imports.create({
        eventId,
        folderId,
        folderName: folderName ?? null,
        accountId,
        startedBy: user.id,
      }));
    if (!underWay)
      await this.audit.write(byUser(user), { action: 'import.started', eventId, subjectId: run.id });
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
}

function isUnderWay({ state }: DriveImportRecord): boolean {
  return state === 'pending' || state === 'running';
}

function toDriveImport(record: DriveImportRecord): DriveImport {
  const { id, folderId, folderName, state, error, createdAt, finishedAt, counts } = record;
  const dates = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { id, folderId, folderName, state, error, ...dates, counts };
}
