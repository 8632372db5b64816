/** @module Corrections of an event's people, their history, and taking them back. */
import { Inject, Injectable } from '@nestjs/common';
import type { AuditAction, AuditDetail } from '@visage/contracts/audit.contract';
import type {
  Person,
  PersonEdit,
  PersonHistory,
  PersonMerge,
  PersonSplit,
  PersonUpdate,
  UndonePersonEdit,
} from '@visage/contracts/person.contract';
import type { User } from '@visage/contracts/session.contract';
import { GuestEditRepository } from '@visage/database/guest/guest-edit.repository';
import {
  PersonEditError,
  PersonEditRepository,
  type EditedBy,
  type PersonEditFault,
} from '@visage/database/person/person-edit.repository';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { JobSender } from '../queue/job.sender.js';
import { PersonService } from './person.service.js';

/** Corrections shown to the organizer. */
const HISTORY = 100;

@Injectable()
export class PersonEditService {
  constructor(
    @Inject(PersonService) private readonly people: PersonService,
    @InjectRepository(PersonEditRepository) private readonly edits: PersonEditRepository,
    @InjectRepository(GuestEditRepository) private readonly guestEdits: GuestEditRepository,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 409 `objection-agreed`, and 403 for who only helps, where an objection was agreed to and it shows more */
  async update(
    user: User,
    personId: string,
    { name, objectionAnswer, ...update }: PersonUpdate,
  ): Promise<Person> {
    const change = { ...update, ...(name !== undefined && { name: name || null }) };
    const { hidden, appearance, seesOwn } = update;
    // how somebody is shown is what they may ask about later; a name is no matter of the log
    const detail: AuditDetail = {
      ...(hidden !== undefined && { hidden }),
      ...(appearance !== undefined && { appearance }),
      ...(seesOwn !== undefined && { seesOwn }),
    };
    const at = this.clock.now();
    const retraction = objectionAnswer === undefined ? undefined : { answer: objectionAnswer, at };
    const { eventId, result: takenBack } = await this.correct(
      user,
      personId,
      'person.changed',
      (by, id) => this.edits.change(by, id, change, retraction),
      detail,
    );
    for (const subjectId of takenBack)
      await this.audit.write(
        byUser(user),
        appearance === 'blurred'
          ? { action: 'objection.agreed', eventId, subjectId, detail: { appearance, people: 1 } }
          : { action: 'objection.declined', eventId, subjectId },
      );
    return this.people.get(user, personId);
  }

  /** @throws ProblemError 409 `several-names` when nobody has said which of these stays */
  async merge(user: User, personId: string, { personIds, name }: PersonMerge): Promise<Person> {
    const { eventId } = await this.correct(user, personId, 'person.merged', (by, id) =>
      this.edits.merge(by, id, personIds, name),
    );
    await this.jobs.send('cluster', { eventId });
    return this.people.get(user, personId);
  }

  /** @returns the person that the faces are now */
  async split(user: User, personId: string, { faceIds }: PersonSplit): Promise<Person> {
    const { eventId, result } = await this.correct(user, personId, 'person.parted', (by, id) =>
      this.edits.split(by, id, faceIds),
    );
    await this.jobs.send('cluster', { eventId });
    return this.people.get(user, result);
  }

  async history(user: User, eventId: string): Promise<PersonHistory> {
    await this.access.require(user, eventId, 'event.view');
    return { edits: await this.edits.history(eventId, HISTORY) };
  }

  /** The organizers' newest correction. @throws ProblemError 409 when there is nothing to undo */
  async undo(user: User, eventId: string): Promise<UndonePersonEdit> {
    const undone = await this.undoing(user, eventId, () => this.edits.undo(eventId));
    if (!undone)
      throw new ProblemError(
        409,
        'nothing-to-undo',
        'Nobody has changed the people of this event, or all of it is undone.',
      );
    return this.tell(user, eventId, 'person.undone', undone);
  }

  /** What undoing a correction would bring back. @throws ProblemError 409 when it is undone already */
  async foresee(user: User, eventId: string, editId: string): Promise<UndonePersonEdit> {
    const edit = await this.undoing(
      user,
      eventId,
      async () =>
        (await this.edits.foresee(eventId, editId)) ?? (await this.guestEdits.foresee(eventId, editId)),
    );
    if (!edit) throw answeredAlready();
    return edit;
  }

  /** Of anybody's correction, whatever was corrected since. @throws ProblemError 409 when it is undone already */
  async undoOne(user: User, eventId: string, editId: string): Promise<UndonePersonEdit> {
    const edit = await this.undoing(
      user,
      eventId,
      async () => (await this.edits.undo(eventId, editId)) ?? (await this.guestEdits.undo(eventId, editId)),
    );
    if (!edit) throw answeredAlready();
    return this.tell(user, eventId, 'person.undone', edit);
  }

  /** A guest's claim that waits. @throws ProblemError 409 when it does not */
  async accept(user: User, eventId: string, editId: string): Promise<PersonEdit> {
    await this.access.require(user, eventId, 'event.sort');
    const edit = await this.guestEdits.accept(eventId, editId);
    if (!edit) throw answeredAlready();
    return this.tell(user, eventId, 'person.claim-accepted', edit);
  }

  private async undoing<T>(user: User, eventId: string, work: () => Promise<T>): Promise<T> {
    const event = await this.access.require(user, eventId, 'event.sort');
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PersonEditError)) throw error;
      throw problemOf(error.fault, this.access.allows(user, event, 'event.manage'));
    }
  }

  private async tell<E extends PersonEdit>(
    user: User,
    eventId: string,
    action: AuditAction,
    edit: E,
  ): Promise<E> {
    await this.audit.write(byUser(user), { action, eventId, detail: { edit: edit.kind } });
    await this.jobs.send('cluster', { eventId });
    return edit;
  }

  private async correct<T>(
    user: User,
    personId: string,
    action: AuditAction,
    work: (by: EditedBy, personId: string) => Promise<T>,
    detail: AuditDetail = {},
  ): Promise<{ eventId: string; result: T }> {
    const { person, event } = await this.people.find(user, personId, 'event.sort');
    const { id, eventId } = person;
    const answers = this.access.allows(user, event, 'event.manage');
    try {
      const result = await work({ eventId, userId: user.id, answers }, id);
      await this.audit.write(byUser(user), { action, eventId, subjectId: id, detail });
      return { eventId, result };
    } catch (error) {
      throw error instanceof PersonEditError ? problemOf(error.fault, answers) : error;
    }
  }
}

function answeredAlready(): ProblemError {
  return new ProblemError(
    409,
    'nothing-to-answer',
    'There is no such correction, or it was answered or taken back already. Reload to see.',
  );
}

/** @param answers whether objections are theirs to answer */
function problemOf(fault: PersonEditFault, answers: boolean): ProblemError {
  switch (fault) {
    case 'person':
      return notFound('person');
    case 'face':
      return new ProblemError(
        422,
        'not-their-face',
        'A face you named is not this person’s any more. Reload and choose again.',
      );
    case 'names':
      return new ProblemError(
        409,
        'several-names',
        'These people have different names. Say which of them stays, as `name`.',
      );
    case 'agreed':
      return answers
        ? new ProblemError(
            409,
            'objection-agreed',
            'You agreed to an objection about this person, and whoever made it was told so. To show them again, choose on their page how they are shown: it takes your answer back, and needs a reason that they read (`objectionAnswer`).',
          )
        : new ProblemError(
            403,
            'objection-agreed',
            'An organizer agreed to an objection about this person. Only an organizer shows them again: ask one of them.',
          );
    case 'all-faces':
      return new ProblemError(
        422,
        'all-faces',
        'These are all faces of this person. Leave at least one, or rename the person instead.',
      );
  }
}
