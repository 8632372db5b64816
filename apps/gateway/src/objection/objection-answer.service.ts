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
import { ObjectionRepository, type ObjectionRecord } from '@visage/database/objection/objection.repository';
import { ObjectionSettingsRepository } from '@visage/database/objection/objection-settings.repository';
import { PersonEditRepository } from '@visage/database/person/person-edit.repository';
import { PersonListing } from '@visage/database/person/person.listing';
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
    @InjectRepository(PersonListing) private readonly people: PersonListing,
    @InjectRepository(PersonEditRepository) private readonly edits: PersonEditRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: User, eventId: string): Promise<Objections> {
    await this.access.require(user, eventId, 'event.view');
    const records = await this.objections.listOfEvent(eventId);
    const { withhold } = await this.settings.find(eventId);
    return { withhold, objections: await Promise.all(records.map((record) => this.objectionOf(record))) };
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
   * Its people are shown in this way from now on, or less where that was said before, which the history of corrections tells and
   * takes back; its faces that are nobody's too. Whoever dies half-way is asked again, and says it twice.
   * @throws ProblemError 409 when it was answered already
   */
  async agree(
    user: User,
    eventId: string,
    objectionId: string,
    { appearance, answer }: ObjectionAgree,
  ): Promise<Objection> {
    await this.waiting(user, eventId, objectionId);
    const { personIds } = await this.objections.subjectOf(objectionId);
    const by = { eventId, userId: user.id };
    for (const personId of personIds) {
      const person = await this.people.find(personId);
      // somebody withheld is not shown again by it, with their face blurred
      if (appearance === 'blurred' && person?.appearance === 'withheld') continue;
      await this.edits.change(by, personId, { appearance, seesOwn: false });
    }
    const how = { answer: answer ?? null, wish: appearance, at: this.clock.now() };
    if (!(await this.objections.settle(objectionId, 'agreed', how))) throw answered();
    const deed = { action: 'objection.agreed', eventId, subjectId: objectionId } as const;
    await this.audit.write(byUser(user), { ...deed, detail: { appearance, people: personIds.length } });
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
    const objection = await this.objections.find(objectionId);
    if (!objection) throw notFound('objection');
    return this.objectionOf(objection);
  }

  private async objectionOf({ eventId: _, ...objection }: ObjectionRecord): Promise<Objection> {
    const { personIds, faceIds } = await this.objections.subjectOf(objection.id);
    const people = await Promise.all(personIds.map((id) => this.people.find(id)));
    return {
      ...objection,
      createdAt: objection.createdAt.toISOString(),
      answeredAt: objection.answeredAt?.toISOString() ?? null,
      people: people.flatMap((person) => {
        if (!person) return [];
        const { id, name, coverFaceId, photos } = person;
        return [{ id, name, coverFaceId, photos }];
      }),
      faceIds,
    };
  }
}

function answered(): ProblemError {
  const detail = 'This objection was answered already, or taken back. Reload to see.';
  return new ProblemError(409, 'objection-answered', detail);
}
