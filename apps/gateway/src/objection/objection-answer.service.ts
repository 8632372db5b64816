/** @module Objections as those who organize the event see and answer them. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  Objection,
  ObjectionAgree,
  ObjectionDecline,
  Objections,
  ObjectionSettings,
} from '@visage/contracts/objection.contract';
import type { User } from '@visage/contracts/session.contract';
import { ObjectionListing, type ListedObjection } from '@visage/database/objection/objection.listing';
import { ObjectionRepository } from '@visage/database/objection/objection.repository';
import { ObjectionSettingsRepository } from '@visage/database/objection/objection-settings.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class ObjectionAnswers {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @InjectRepository(ObjectionRepository) private readonly objections: ObjectionRepository,
    @InjectRepository(ObjectionSettingsRepository) private readonly settings: ObjectionSettingsRepository,
    @InjectRepository(ObjectionListing) private readonly listing: ObjectionListing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: User, eventId: string): Promise<Objections> {
    await this.access.require(user, eventId, 'event.view');
    const found = await this.listing.ofEvent(eventId);
    return { ...(await this.settings.find(eventId)), objections: found.map(toObjection) };
  }

  async set(user: User, eventId: string, settings: ObjectionSettings): Promise<Objections> {
    await this.access.require(user, eventId, 'event.manage');
    await this.settings.set(eventId, settings);
    const { withhold } = settings;
    await this.audit.write(byUser(user), {
      ...{ action: 'objection.settings-changed', eventId, detail: { withhold } },
    });
    return this.list(user, eventId);
  }

  /**
   * Its people are shown in this way from now on, or less where that was said before; its faces that are nobody's too.
   * @throws ProblemError 409 when it was answered already, or taken back
   */
  async agree(
    user: User,
    eventId: string,
    objectionId: string,
    { appearance, answer }: ObjectionAgree,
  ): Promise<Objection> {
    await this.waiting(user, eventId, objectionId);
    const by = { eventId, userId: user.id, answers: true };
    const how = { appearance, answer: answer ?? null, at: this.clock.now() };
    const people = await this.objections.agree(by, objectionId, how);
    if (people === null) throw answered();
    const deed = { action: 'objection.agreed', eventId, subjectId: objectionId } as const;
    await this.audit.write(byUser(user), { ...deed, detail: { appearance, people } });
    return this.get(objectionId);
  }

  /** @throws ProblemError 409 when it was answered already */
  async decline(
    user: User,
    eventId: string,
    objectionId: string,
    { answer }: ObjectionDecline,
  ): Promise<Objection> {
    await this.waiting(user, eventId, objectionId);
    if (!(await this.objections.settle(objectionId, 'declined', { answer, at: this.clock.now() })))
      throw answered();
    await this.audit.write(byUser(user), { action: 'objection.declined', eventId, subjectId: objectionId });
    return this.get(objectionId);
  }

  private async waiting(user: User, eventId: string, objectionId: string): Promise<void> {
    await this.access.require(user, eventId, 'event.manage');
    const objection = await this.objections.find(objectionId);
    if (objection?.eventId !== eventId) throw notFound('objection');
    if (objection.state !== 'waiting') throw answered();
  }

  private async get(objectionId: string): Promise<Objection> {
    const objection = await this.listing.find(objectionId);
    if (!objection) throw notFound('objection');
    return toObjection(objection);
  }
}

function toObjection({ createdAt, answeredAt, ...objection }: ListedObjection): Objection {
  return {
    ...objection,
    createdAt: createdAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  };
}

function answered(): ProblemError {
  const detail = 'This objection was answered already, or taken back. Reload to see.';
  return new ProblemError(409, 'objection-answered', detail);
}
