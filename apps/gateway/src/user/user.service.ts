/** @module Makes, changes and removes users: for administrators, and for organizers who invite somebody. One administrator always stays. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditDetail } from '@visage/contracts/audit.contract';
import type { Receipt } from '@visage/contracts/receipt.contract';
import type { User } from '@visage/contracts/session.contract';
import type { ManagedUser, ManagedUsers, UserCreate, UserUpdate } from '@visage/contracts/user.contract';
import { hashPassword } from '@visage/crypto/password.hash';
import { SessionRepository } from '@visage/database/user/session.repository';
import {
  EmailTakenError,
  LastAdminError,
  OwnsEventsError,
  UserRepository,
  type UserRecord,
  type UserUsage,
} from '@visage/database/user/user.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ReceiptService } from '../receipt/receipt.service.js';

/** `invitedTo` is the event that it is to help with. */
type NewUser = UserCreate & { invitedTo?: string };

const NOTHING: UserUsage = { usedBytes: 0, events: 0 };

@Injectable()
export class UserService {
  constructor(
    @InjectRepository(UserRepository) private readonly users: UserRepository,
    @InjectRepository(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(ReceiptService) private readonly receipts: ReceiptService,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<ManagedUsers> {
    const users = await this.users.list();
    const uses = await this.users.usages(users.map(({ id }) => id));
    return { users: users.map((user) => toManaged(user, uses.get(user.id) ?? NOTHING)) };
  }

  /** Without a password nobody can sign in until the link was used: the hash is that of a random one. */
  async create(by: User, { password, ...user }: NewUser): Promise<ManagedUser> {
    const passwordHash = await hashPassword(password ?? randomUUID() + randomUUID());
    const made = await asProblem(() => this.users.create({ ...user, passwordHash }));
    await this.audit.write(byUser(by), {
      action: 'user.made',
      subjectId: made.id,
      detail: { role: made.role },
    });
    return toManaged(made, NOTHING);
  }

  /** Counts at once: the role is read with every request, and a disabled user has no session any more. */
  async update(admin: User, userId: string, { disabled, ...given }: UserUpdate): Promise<ManagedUser> {
    const before = await this.users.find(userId);
    if (!before) throw notFound('user');
    const disabledAt = disabled ? (before.disabledAt ?? this.clock.now()) : null;
    const change = { ...given, ...(disabled !== undefined && { disabledAt }) };
    const user = await asProblem(() => this.users.change(userId, change), hasEvents);
    if (!user) throw notFound('user');
    await this.audit.write(byUser(admin), {
      action: 'user.changed',
      subjectId: userId,
      detail: detailOf(given, disabled),
    });
    if (disabled) await this.sessions.endAll(userId, this.clock.now());
    return toManaged(user, await this.users.usage(userId));
  }

  async remove(admin: User, userId: string): Promise<Receipt> {
    if (!(await this.users.find(userId))) throw notFound('user');
    const counts = await asProblem(() => this.users.remove(userId));
    await this.audit.write(byUser(admin), { action: 'user.removed', subjectId: userId });
    const about = { what: 'user' as const, subjectId: userId, readerId: admin.id };
    return this.receipts.record({ ...about, counts, textVersions: [] });
  }
}

function toManaged(record: UserRecord, { usedBytes, events }: UserUsage): ManagedUser {
  const { id, email, name, role, createdAt, disabledAt, quotaBytes, quotaEvents } = record;
  const dates = { createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
  return { id, email, name, role, ...dates, quotaBytes, quotaEvents, usedBytes, events };
}

/** What changed, without the name: the log holds none. */
function detailOf({ role, quotaBytes, quotaEvents }: UserUpdate, disabled: boolean | undefined): AuditDetail {
  return {
    ...(role !== undefined && { role }),
    ...(disabled !== undefined && { disabled }),
    ...(quotaBytes !== undefined && { quotaBytes: quotaBytes ?? 'none' }),
    ...(quotaEvents !== undefined && { quotaEvents: quotaEvents ?? 'none' }),
  };
}

async function asProblem<T>(work: () => Promise<T>, ofOwner = ownsEvents): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EmailTakenError)
      throw problemOfIssues([{ path: ['email'], message: 'There is an account with this address already.' }]);
    if (error instanceof LastAdminError)
      throw new ProblemError(
        409,
        'last-admin',
        'This is the last administrator. Make somebody else one first.',
      );
    if (error instanceof OwnsEventsError) throw ofOwner();
    throw error;
  }
}

function ownsEvents(): ProblemError {
  return new ProblemError(
    409,
    'owns-events',
    'This account owns events, or has owned some. Switch it off instead.',
  );
}

function hasEvents(): ProblemError {
  const detail = 'This account has events of its own, so it cannot only help. Delete them for good first.';
  return new ProblemError(409, 'has-events', detail);
}
