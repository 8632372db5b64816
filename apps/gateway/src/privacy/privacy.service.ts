/** @module What the pages about privacy say of this server, and of an event. */
import { Inject, Injectable } from '@nestjs/common';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import type {
  DataController,
  EventPrivacyNotice,
  NamedController,
  PrivacyNotice,
} from '@visage/contracts/privacy.contract';
import type { User } from '@visage/contracts/session.contract';
import { DriveUseListing } from '@visage/database/privacy/drive-use.listing';
import { PrivacySetupRepository } from '@visage/database/privacy/privacy-setup.repository';
import { RetentionRepository, type RetentionRecord } from '@visage/database/retention/retention.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV } from '@visage/host/host.token';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import type { GatewayEnv } from '../env.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class PrivacyService {
  constructor(
    @InjectRepository(PrivacySetupRepository) private readonly setup: PrivacySetupRepository,
    @InjectRepository(RetentionRepository) private readonly retention: RetentionRepository,
    @InjectRepository(DriveUseListing) private readonly drives: DriveUseListing,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(ENV) private readonly env: Pick<GatewayEnv, 'AUDIT_DAYS'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What guests are told where they are asked to agree to a face search. */
  async searchOf(eventId: string): Promise<{ controller: NamedController | null; facesLastDay: string }> {
    const [controller, { facesLastDay }] = await Promise.all([
      this.setup.findController(),
      this.kept(eventId),
    ]);
    return { controller, facesLastDay };
  }

  async notice(): Promise<PrivacyNotice> {
    const [controller, drive] = await Promise.all([this.setup.findController(), this.google.isSetUp()]);
    return { version: CONSENT_VERSION, controller, drive, auditDays: this.env.AUDIT_DAYS };
  }

  /** @param name null where it is not to be told */
  async noticeOf(
    { id, faceSearch }: { id: string } & Pick<EventPrivacyNotice['event'], 'faceSearch'>,
    name: string | null,
  ): Promise<EventPrivacyNotice> {
    const [notice, kept, driveUse] = await Promise.all([this.notice(), this.kept(id), this.drives.of(id)]);
    const { facesDays, facesLastDay, facesEndedAt, photosLastDay } = kept;
    const facesEndedOn = facesEndedAt?.toISOString().slice(0, 10) ?? null;
    return {
      ...notice,
      event: { name, faceSearch, facesDays, facesLastDay, facesEndedOn, photosLastDay, driveUse },
    };
  }

  private async kept(eventId: string): Promise<RetentionRecord> {
    const kept = await this.retention.find(eventId, this.clock.now());
    if (!kept) throw notFound('event');
    return kept;
  }

  async nameController(admin: User, controller: DataController): Promise<PrivacyNotice> {
    await this.setup.nameController(controller);
    await this.audit.write(byUser(admin), { action: 'privacy.controller-named' });
    return this.notice();
  }
}
