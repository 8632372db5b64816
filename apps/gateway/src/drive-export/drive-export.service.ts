/** @module Exports into the organizer's connected Drive; the photos themselves are sent by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveExport, DriveExportCreate, DriveExportFailures, DriveExports } from '@visage/contracts/drive-export.contract';
import type { User } from '@visage/contracts/session.contract';
import { AlbumRepository } from '@visage/database/album.repository';
import { DriveExportFileRepository } from '@visage/database/drive-export-file.repository';
import { DriveExportRepository } from '@visage/database/drive-export.repository';
import type { EventFacts } from '@visage/database/event.listing';
import { PersonListing } from '@visage/database/person.listing';
import { EventAccess } from '../access/event.access.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { JobSender } from '../queue/job.sender.js';
import { isUnderWay, toDriveExport } from './drive-export.answer.js';

const MAX_FAILURES = 1_000;

@Injectable()
export class DriveExportService {
  constructor(
    @Inject(DriveExportRepository) private readonly exports: DriveExportRepository,
    @Inject(DriveExportFileRepository) private readonly files: DriveExportFileRepository,
    @Inject(AlbumRepository) private readonly albums: AlbumRepository,
    @Inject(PersonListing) private readonly people: PersonListing,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /** Originals leave the house: that is for who manages the event. */
  async create(user: User, eventId: string, request: DriveExportCreate): Promise<DriveExport> {
    const event = await this.access.require(user, eventId, 'event.manage');
    const subjectId = request.kind === 'event' ? null : request.subjectId;
    const folderName = await this.folderNameOf(event, request);
    const account = await this.google.requireAccount(user.id, 'export');
    const known = await this.exports.listOfEvent(eventId);
    const run =
      known.find((one) => isUnderWay(one) && one.kind === request.kind && one.subjectId === subjectId && one.accountId === account.id) ??
      (await this.exports.create({ eventId, accountId: account.id, kind: request.kind, subjectId, folderName }));
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
      request.kind === 'album' ? await this.albums.find(request.subjectId) : await this.people.find(request.subjectId);
    if (subject?.eventId !== event.id) throw notFound(request.kind);
    if ('hidden' in subject && subject.hidden) {
      const detail = 'This person is hidden, and is not exported. Show the person again first, if that is what they want.';
      throw new ProblemError(409, 'person-hidden', detail);
    }
    return `${event.name} - ${subject.name ?? 'Unnamed person'}`;
  }
}
