/** @module Users: those who sign in. E-mail addresses are kept trimmed and in lower case. */
import type { ReceiptCounts } from '@visage/contracts/receipt.contract';
import type { Database } from '../client/database.client.js';
import { COUNTED, EventCountRepository } from '../event/event-count.repository.js';
import { Prisma } from '../generated/client.js';
import { countsOf } from '../receipt/receipt.repository.js';
import { toUserRecord, USER_INCLUDES, type UserRecord } from './user.record.js';

export type { UserRecord } from './user.record.js';

export type UserCreate = Pick<UserRecord, 'email' | 'name' | 'role' | 'passwordHash'> &
  Partial<Pick<UserRecord, 'invitedTo'>>;
export type UserChange = Partial<
  Pick<UserRecord, 'name' | 'role' | 'disabledAt' | 'quotaBytes' | 'quotaEvents'>
>;

/** What a user has of what quotas limit. */
export interface UserUsage {
  /** Of the originals in all living events of the user. */
  usedBytes: number;
  events: number;
}

export class EmailTakenError extends Error {
  override readonly name = 'EmailTakenError';
}

/** Nobody could manage users any more. */
export class LastAdminError extends Error {
  override readonly name = 'LastAdminError';
}

/** An event's row outlives its erasure, and names who had it; who has living ones does not only help. */
export class OwnsEventsError extends Error {
  override readonly name = 'OwnsEventsError';
}

interface OwnedEventRow {
  id: string;
  ownerId: string;
  /** Of the originals. */
  bytes: number;
  rows: number;
}

const UNIQUE_VIOLATION = 'P2002';
/** A new user has no session to end, and the clocks of the database and of who signs them in may differ by seconds. */
const EVER = new Date(0);

export class UserRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<UserRecord | null> {
    const row = await this.database.prisma.user.findUnique({ where: { id }, include: USER_INCLUDES });
    return row && toUserRecord(row);
  }

  /** Those of them that are there, in no order. */
  async findAll(ids: readonly string[]): Promise<UserRecord[]> {
    const where = { id: { in: [...ids] } };
    const rows = await this.database.prisma.user.findMany({ where, include: USER_INCLUDES });
    return rows.map(toUserRecord);
  }

  async findByEmail(email: string): Promise<UserRecord | null> {
    const where = { email: canonicalEmail(email) };
    const row = await this.database.prisma.user.findUnique({ where, include: USER_INCLUDES });
    return row && toUserRecord(row);
  }

  async list(): Promise<UserRecord[]> {
    const rows = await this.database.prisma.user.findMany({
      orderBy: { email: 'asc' },
      include: USER_INCLUDES,
    });
    return rows.map(toUserRecord);
  }

  /** @throws EmailTakenError */
  async create(user: UserCreate): Promise<UserRecord> {
    try {
      const data = { ...user, email: canonicalEmail(user.email), sessionsFrom: EVER };
      return toUserRecord(await this.database.prisma.user.create({ data, include: USER_INCLUDES }));
    } catch (cause) {
      if (!(cause instanceof Prisma.PrismaClientKnownRequestError) || cause.code !== UNIQUE_VIOLATION)
        throw cause;
      throw new EmailTakenError(`there is an account ${canonicalEmail(user.email)} already`, { cause });
    }
  }

  /** Null when there is no such user. @throws LastAdminError, OwnsEventsError where who has events would only help. */
  change(id: string, { quotaBytes, ...change }: UserChange): Promise<UserRecord | null> {
    return this.database.prisma.$transaction(async (tx) => {
      if ((change.role ?? 'admin') !== 'admin' || change.disabledAt) await assertAnotherAdmin(tx, id);
      if (
        change.role === 'collaborator' &&
        (await tx.event.count({ where: { ownerId: id, erasedAt: null } })) > 0
      )
        throw new OwnsEventsError('the user has events');
      const quota =
        quotaBytes === undefined ? {} : { quotaBytes: quotaBytes === null ? null : BigInt(quotaBytes) };
      await tx.user.updateMany({ where: { id }, data: { ...change, ...quota } });
      const row = await tx.user.findUnique({ where: { id }, include: USER_INCLUDES });
      return row && toUserRecord(row);
    });
  }

  /** Also ends every session issued before `at`, and links that would set another password. */
  async setPassword(id: string, passwordHash: string, at: Date): Promise<void> {
    const { prisma } = this.database;
    await prisma.$transaction([
      prisma.user.update({ where: { id }, data: { passwordHash, sessionsFrom: at, invitedTo: null } }),
      prisma.passwordLink.deleteMany({ where: { userId: id } }),
    ]);
  }

  /** Replaces the hash of the same password, made with today's costs; sessions stay. */
  async replaceHash(id: string, passwordHash: string): Promise<void> {
    await this.database.prisma.user.update({ where: { id }, data: { passwordHash } });
  }

  /** Voids every session issued before `at`. */
  async endSessions(id: string, at: Date): Promise<void> {
    await this.database.prisma.user.updateMany({ where: { id }, data: { sessionsFrom: at } });
  }

  countEvents(id: string): Promise<number> {
    return this.database.prisma.event.count({ where: { ownerId: id, erasedAt: null } });
  }

  async usage(id: string): Promise<UserUsage> {
    return (await this.usages([id])).get(id) ?? { usedBytes: 0, events: 0 };
  }

  /** By user; who has no event is not in it. */
  async usages(ids: readonly string[]): Promise<Map<string, UserUsage>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.prisma.$queryRaw<OwnedEventRow[]>`
      select e.id, e."ownerId", c.bytes, c.rows
      from "Event" e cross join lateral (${COUNTED}) c
      where e."erasedAt" is null and e."ownerId" = any(${ids}::uuid[])`;
    await new EventCountRepository(this.database).foldLong(rows);
    const uses = new Map<string, UserUsage>();
    for (const { ownerId, bytes } of rows) {
      const { usedBytes, events } = uses.get(ownerId) ?? { usedBytes: 0, events: 0 };
      uses.set(ownerId, { usedBytes: usedBytes + bytes, events: events + 1 });
    }
    return uses;
  }

  /** @returns what went with the account. @throws LastAdminError, OwnsEventsError while there is an event of the user, erased or not. */
  async remove(id: string): Promise<ReceiptCounts> {
    return this.database.prisma.$transaction(async (tx) => {
      await assertAnotherAdmin(tx, id);
      if ((await tx.event.count({ where: { ownerId: id } })) > 0)
        throw new OwnsEventsError('the user has events');
      const theirs = { where: { userId: id } };
      const counts = {
        sessions: (await tx.session.deleteMany(theirs)).count,
        collaborators: (await tx.eventCollaborator.deleteMany(theirs)).count,
        driveConnections: (await tx.driveAccount.deleteMany(theirs)).count,
        archives: (await tx.zip.deleteMany({ where: { holder: 'user', holderId: id } })).count,
      };
      await tx.user.delete({ where: { id } });
      return countsOf(counts);
    });
  }
}

/** Locks the administrators, so that the last two cannot demote each other at one moment. */
async function assertAnotherAdmin(tx: Prisma.TransactionClient, id: string): Promise<void> {
  const admins = await tx.$queryRaw<{ id: string }[]>`
    select id from "User" where role = 'admin' and "disabledAt" is null order by id for update`;
  if (admins.length === 1 && admins[0]?.id === id) throw new LastAdminError('this is the last administrator');
}

function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}
