/** @module Exports into the organizer's connected Drive; the photos themselves are sent by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveExport,
  DriveExportCreate,
  DriveExportFailures,
  DriveExports,
} from '@visage/contracts/drive-export.contract';
import type { User } from '@visage/contracts/session.contract';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import {
  DriveExportRepository,
  type DriveExportRecord,
} from '@visage/database/drive/drive-export.repository';
import type { EventFacts } from '@visage/database/event/event.listing';
import { PersonListing } from '@visage/database/person/person.listing';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { isUnderWay, toDriveExport } from './drive-export.answer.js';

const MAX_FAILURES = 1_000;

@Injectable()
export class DriveExportService {
  constructor(
    @InjectRepository(DriveExportRepository) private readonly exports: DriveExportRepository,
    @InjectRepository(DriveExportFileRepository) private readonly files: DriveExportFileRepository,
    @InjectRepository(AlbumRepository) private readonly albums: AlbumRepository,
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /**
   * Originals leave the house: that is for who manages the event.
   * @throws ProblemError 409 without the connection it needs, 422 where the folder is missing or not asked for.
   */
  async create(user: User, eventId: string, request: DriveExportCreate): Promise<DriveExport> {
    const event = await this.access.require(user, eventId, 'event.manage');
    const subjectId = request.kind === 'event' ? null : request.subjectId;
    const folderName = await this.folderNameOf(event, request);
    const accountId = (await this.google.requireDrive(user, 'export'))?.id ?? null;
    const parentId = parentOf(request, accountId);
    const known = await this.exports.listOfEvent(eventId);
    const same = { kind: request.kind, subjectId, accountId, parentId };
    const underWay = known.find((one) => isUnderWay(one) && isSame(one, same));
    const run = underWay ?? (await this.exports.create({ eventId, ...same, folderName, startedBy: user.id }));
    if (!underWay)
      await this.audit.write(byUser(user), {
        action: 'export.started',
        eventId,
        subjectId: run.id,
        detail: { kind: request.kind },
      });
    await this.jobs.send('drive-export', { driveExportId: run.id });
    return toDriveExport(run);
  }

  async list(user: User, eventId: string): Promise<DriveExports> {
    await this.access.require(user, eventId, 'event.view');
    return { exports: (await this.exports.listOfEvent(eventId)).map(toDriveExport) };
  }

  async failures(user: User, eventId: string, exportId: string): Promise<DriveExportFailures> {
    await this.access.require(user, eventId, 'event.view');
    const run = await this.exports.find(exportId);
    if (run?.eventId !== eventId) throw notFound('export');
    return { failures: await this.files.listFailed(exportId, MAX_FAILURES) };
  }

  /** @throws ProblemError 404 for an album or person that is not of this event. */
  private async folderNameOf(event: EventFacts, request: DriveExportCreate): Promise<string> {
    if (request.kind === 'event') return event.name;
    const subject =
      request.kind === 'album'
        ? await this.albums.find(request.subjectId)
        : await this.people.find(request.subjectId);
    if (subject?.eventId !== event.id) throw notFound(request.kind);
    if ('appearance' in subject && subject.appearance === 'withheld') {
      const detail =
        'This person is withheld, and is not exported. Show the person to guests first, if that is what they want.';
      throw new ProblemError(409, 'subject-withheld', detail);
    }
    return `${event.name} - ${subject.name ?? 'Unnamed person'}`;
  }
}

type Wanted = Pick<DriveExportRecord, 'kind' | 'subjectId' | 'accountId' | 'parentId'>;

function isSame(one: Wanted, other: Wanted): boolean {
  return (
    one.kind === other.kind &&
    one.subjectId === other.subjectId &&
    one.accountId === other.accountId &&
    one.parentId === other.parentId
  );
}

/** @param accountId null = the service account, which has no place of its own. */
function parentOf(request: DriveExportCreate, accountId: string | null): string | null {
  const parentId = request.parentId ?? null;
  if (accountId === null && parentId === null)
    throw new ProblemError(
      422,
      'no-folder',
      'Choose the folder of a shared drive that the photos go into: the service account has no storage of its own.',
    );
  if (accountId !== null && parentId !== null)
    throw new ProblemError(
      422,
      'folder-not-asked',
      'Leave parentId out: in a connected Drive the export makes a folder of its own at the top.',
    );
  return parentId;
}
