/** @module How long an event is kept, for whoever works on it. */
import { Inject, Injectable } from '@nestjs/common';
import type { EventRetention, EventRetentionUpdate } from '@visage/contracts/retention.contract';
import type { User } from '@visage/contracts/session.contract';
import { RetentionRepository, type RetentionRecord } from '@visage/database/retention/retention.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class RetentionService {
  constructor(
    @InjectRepository(RetentionRepository) private readonly retention: RetentionRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async get(user: User, eventId: string): Promise<EventRetention> {
    await this.access.require(user, eventId, 'event.view');
    return toRetention(await this.find(eventId));
  }

  /** @throws ProblemError 422 for faces that are to be kept longer without a reason. */
  async change(
    user: User,
    eventId: string,
    { reason = '', ...days }: EventRetentionUpdate,
  ): Promise<EventRetention> {
    await this.access.require(user, eventId, 'event.manage');
    const before = await this.retention.change(eventId, days, reason !== '');
    if (before === null) throw notFound('event');
    if (before === 'needs-reason') throw problemOfIssues([{ path: ['reason'], message: NEEDS_REASON }]);
    if (before.facesDays !== days.facesDays || before.photosDays !== days.photosDays)
      await this.audit.write(byUser(user), {
        action: 'event.retention-changed',
        eventId,
        detail: {
          facesDays: days.facesDays,
          photosDays: days.photosDays ?? 'none',
          ...(reason !== '' && { reason }),
        },
      });
    return toRetention(await this.find(eventId));
  }

  async read(user: User, eventId: string): Promise<void> {
    await this.access.require(user, eventId, 'event.manage');
    await this.retention.markRead(eventId, this.clock.now());
  }

  private async find(eventId: string): Promise<RetentionRecord> {
    const found = await this.retention.find(eventId, this.clock.now());
    if (!found) throw notFound('event');
    return found;
  }
}

const NEEDS_REASON = 'Say why the faces are kept longer: the reason goes into the audit log.';

function toRetention({ facesEndedAt, ...record }: RetentionRecord): EventRetention {
  return { ...record, facesEndedAt: facesEndedAt?.toISOString() ?? null };
}
