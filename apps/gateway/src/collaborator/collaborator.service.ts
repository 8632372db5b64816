/** @module Adds and removes the people who help with an event; rights are read with every request, so either counts at once. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  Collaborator,
  CollaboratorAdd,
  CollaboratorAdded,
  Collaborators,
} from '@visage/contracts/collaborator.contract';
import type { User } from '@visage/contracts/session.contract';
import {
  EventCollaboratorRepository,
  type EventCollaboratorRecord,
} from '@visage/database/event/event-collaborator.repository';
import type { EventFacts } from '@visage/database/event/event.listing';
import { UserRepository, type UserRecord } from '@visage/database/user/user.repository';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { RateLimit } from '../limit/rate.limit.js';
import { COLLABORATOR_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { PasswordLinkService } from '../user/password-link.service.js';
import { UserService } from '../user/user.service.js';

@Injectable()
export class CollaboratorService {
  constructor(
    @InjectRepository(EventCollaboratorRepository)
    private readonly collaborators: EventCollaboratorRepository,
    @InjectRepository(UserRepository) private readonly accounts: UserRepository,
    @Inject(UserService) private readonly users: UserService,
    @Inject(PasswordLinkService) private readonly links: PasswordLinkService,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  async list(user: User, eventId: string): Promise<Collaborators> {
    await this.access.require(user, eventId, 'event.view');
    return { collaborators: (await this.collaborators.list(eventId)).map(toCollaborator) };
  }

  /** Adding somebody again changes nothing, and gives whoever was invited and has no password yet a new link. */
  async add(
    user: User,
    eventId: string,
    { email, name }: CollaboratorAdd,
    request: Request,
  ): Promise<CollaboratorAdded> {
    const event = await this.access.require(user, eventId, 'event.manage');
    await this.limit.take(COLLABORATOR_LIMIT, user.id);
    const known = await this.accounts.findByEmail(email);
    if (known) requireHelper(known, event);
    const { id, invitedTo } = known ?? (await this.invite(user, eventId, email, name));
    if (await this.collaborators.add(eventId, id))
      await this.audit.write(byUser(user), { action: 'collaborator.added', eventId, subjectId: id });
    const added = (await this.collaborators.list(eventId)).find(({ userId }) => userId === id);
    if (!added) throw notFound('person who helps'); // removed in this moment
    const passwordLink = invitedTo === eventId ? await this.links.create(user, id, request) : null;
    return { collaborator: toCollaborator(added), passwordLink };
  }

  async remove(user: User, eventId: string, userId: string): Promise<void> {
    await this.access.require(user, eventId, user.id === userId ? 'event.view' : 'event.manage');
    const removed = await this.collaborators.remove(eventId, userId);
    if (!removed) throw notFound('person who helps');
    const deed = { action: 'collaborator.removed', eventId, subjectId: userId } as const;
    await this.audit.write(byUser(user), { ...deed, detail: { account: removed.account } });
  }

  private async invite(
    user: User,
    eventId: string,
    email: string,
    name: string | undefined,
  ): Promise<Invited> {
    if (name === undefined) {
      const message =
        'There is no account with this address yet. Say the name of the person, and one is made.';
      throw new ProblemError(422, 'name-needed', message, { fields: [{ path: 'name', message }] });
    }
    const { id } = await this.users.create(user, { email, name, role: 'collaborator', invitedTo: eventId });
    return { id, invitedTo: eventId };
  }
}

type Invited = Pick<UserRecord, 'id' | 'invitedTo'>;

/** @throws ProblemError 409 when the account cannot help here, with the reason. */
function requireHelper({ id, role, disabledAt, invitedTo }: UserRecord, event: EventFacts): void {
  if (id === event.ownerId)
    throw new ProblemError(409, 'is-organizer', 'This is the organizer of the event.');
  if (role === 'admin')
    throw new ProblemError(409, 'is-admin', 'This is an administrator, who may do everything here already.');
  if (disabledAt)
    throw new ProblemError(
      409,
      'account-disabled',
      'This account is switched off. Ask an administrator to switch it on.',
    );
  // whoever invited them holds the link to their account, and would come in here with it
  if (invitedTo !== null && invitedTo !== event.id) {
    const detail =
      'This person was invited to another event and has not set a password yet. Ask them to do that, then add them.';
    throw new ProblemError(409, 'invitation-open', detail);
  }
}

function toCollaborator({ invitedTo, addedAt, ...collaborator }: EventCollaboratorRecord): Collaborator {
  return { ...collaborator, addedAt: addedAt.toISOString(), invited: invitedTo !== null };
}
