/** @module A guest's photos into the guest's own Drive: what they might download as an archive, and they are in. */
import { Inject, Injectable } from '@nestjs/common';
import { foundOn, photoScopeOf } from '@visage/access/access.filter';
import type { Guest } from '@visage/access/access.principal';
import type {
  DriveConsent as DriveConsentAddress,
  DriveConsentAnswer,
} from '@visage/contracts/drive-account.contract';
import type { DriveExport } from '@visage/contracts/drive-export.contract';
import type { AboutMember } from '@visage/contracts/guest.contract';
import type { GuestDrive } from '@visage/contracts/guest-drive.contract';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import { deniedProblem } from '../access/denied.problem.js';
import { placeOf } from '../access/photo.resource.js';
import { AuditLog, byGuest } from '../audit/audit.log.js';
import { DriveConsent } from '../drive-account/drive.consent.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { isUnderWay, toDriveExport } from '../drive-export/drive-export.answer.js';
import { GuestLink, type OpenLink } from '../guest/guest.link.js';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { ZipAccess } from '../zip/zip.access.js';

type GuestOfLink = OpenLink & { visitor: Guest };

@Injectable()
export class GuestDriveService {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(ZipAccess) private readonly archives: ZipAccess,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(DriveConsent) private readonly consent: DriveConsent,
    @InjectRepository(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @InjectRepository(DriveExportRepository) private readonly exports: DriveExportRepository,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async get(token: string, request: Request): Promise<GuestDrive> {
    const link = await this.link.open(token, request);
    const { visitor, event } = link;
    const scope = photoScopeOf(visitor, placeOf(event), this.clock.now(), 'drive.send');
    if (visitor.kind !== 'guest' || scope.kind === 'none')
      return { available: false, account: null, exports: [] };
    const { guestId } = visitor;
    const [client, account, exports] = await Promise.all([
      this.google.client(),
      this.accounts.findOf({ guestId }),
      this.exports.listOfGuest(guestId),
    ]);
    const shown = account && { email: account.email, state: account.state };
    return { available: client !== null, account: shown, exports: exports.map(toDriveExport) };
  }

  async startConsent(token: string, request: Request, response: Response): Promise<DriveConsentAddress> {
    const { visitor } = await this.require(token, request);
    return {
      url: await this.consent.start({ holderId: visitor.guestId, uses: ['export'] }, request, response),
    };
  }

  async finishConsent(
    token: string,
    answer: DriveConsentAnswer,
    request: Request,
    response: Response,
  ): Promise<GuestDrive> {
    const { guestId } = (await this.require(token, request)).visitor;
    await this.google.keep(
      { guestId },
      guestId,
      await this.consent.finish(guestId, answer, request, response),
    );
    return this.get(token, request);
  }

  /** Also behind a link that was closed meanwhile. */
  async disconnect(token: string, request: Request): Promise<void> {
    const guest = (await this.link.holder(token, request))?.guest;
    const account = guest && (await this.accounts.findOf({ guestId: guest.id }));
    if (account) await this.google.disconnect(account);
  }

  /**
   * @param of the photos of this one of the guest's family; of all of them when absent.
   * @throws ProblemError 403 without the right to originals, 409 without a Drive or without photos.
   */
  async startExport(token: string, { of }: AboutMember, request: Request): Promise<DriveExport> {
    const link = await this.require(token, request);
    const { visitor, event, share } = link;
    const { guestId } = visitor;
    const { visitor: asking, whose } = this.link.chosen(link, { whose: 'mine', of });
    const account = await this.google.requireAccountOf({ guestId }, 'export');
    const underWay = (await this.exports.listOfGuest(guestId)).find(isUnderWay);
    if (underWay) return toDriveExport(underWay);
    const wish = { state: 'ready', whose } as const;
    const { photos, withheld } = await this.archives.choose(asking, placeOf(event), wish);
    // the run says why those stay here that do
    const mine = [...photos.map((photo) => photo.id), ...withheld];
    if (mine.length === 0)
      throw new ProblemError(
        409,
        'no-photos',
        'There are no photos of you yet. Take a selfie first, or come back later.',
      );
    const asked = {
      eventId: event.id,
      accountId: account.id,
      kind: 'guest' as const,
      subjectId: guestId,
      folderName: `${event.name} - my photos`,
      passwordId: visitor.share.passwordVerified ? share.passwordId : null,
    };
    const run = await this.exports.createForGuest(asked, mine);
    await this.audit.write(byGuest(guestId), {
      action: 'export.started',
      eventId: event.id,
      subjectId: run.id,
      detail: { kind: 'guest' },
    });
    await this.jobs.send('drive-export', { driveExportId: run.id });
    return toDriveExport(run);
  }

  /** Somebody found by a selfie who may have originals. @throws ProblemError */
  private async require(token: string, request: Request): Promise<GuestOfLink> {
    const link = await this.link.open(token, request);
    const { visitor, event } = link;
    const scope = photoScopeOf(visitor, placeOf(event), this.clock.now(), 'drive.send');
    if (scope.kind === 'none') throw deniedProblem(scope.because, 'event');
    if (visitor.kind !== 'guest' || foundOn(visitor).length === 0)
      throw new ProblemError(
        403,
        'selfie-required',
        'Take a selfie first: only photos that you are in go to your Drive.',
      );
    return { ...link, visitor };
  }
}
