/** @module Sessions: one a sign-in, renewed by tokens that are good once, ended for good. */
import type { Database } from '../client/database.client.js';
import type { UserRecord } from './user.repository.js';

export interface SessionRecord {
  id: string;
  userId: string;
  agent: string;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
}

/** SHA-256 of a refresh token. */
export type RefreshHash = Uint8Array<ArrayBuffer>;

/**
 * - `renewed`: the next token counts from now on.
 * - `repeated`: the token was used a moment ago, by another tab of the same browser; its session holds.
 * - `stolen`: the token was used before that. Two hold it, and nobody knows who is who: the session has ended.
 * - `unknown`: no such token, or its session has ended.
 */
export type Renewal =
  | { outcome: 'renewed' | 'repeated'; session: SessionRecord; user: UserRecord }
  | { outcome: 'stolen'; userId: string; sessionId: string }
  | { outcome: 'unknown' };

export interface RenewalRequest {
  hash: RefreshHash;
  /** Hash of the token that comes after it. */
  nextHash: RefreshHash;
  at: Date;
  /** A token that comes back within so many milliseconds of its use is `repeated`. */
  graceMs: number;
}

type LiveRow = Omit<SessionRecord, 'id' | 'createdAt'> & Omit<UserRecord, 'id'> & { openedAt: Date };

export class SessionRepository {
  constructor(private readonly database: Database) {}

  async open(
    session: Pick<SessionRecord, 'userId' | 'agent' | 'createdAt' | 'expiresAt'>,
    hash: RefreshHash,
  ): Promise<SessionRecord> {
    return this.database.prisma.session.create({ data: { ...session, refreshes: { create: { hash } } } });
  }

  /** With its user, and the events they help with; null when it has ended or run out, or its user may not be signed in. */
  async findLive(id: string, at: Date): Promise<{ session: SessionRecord; user: UserRecord } | null> {
    // every request asks this, so it is one statement
    const [row] = await this.database.prisma.$queryRaw<LiveRow[]>`
      select s.agent, s."createdAt" as "openedAt", s."seenAt", s."expiresAt",
        u.id as "userId", u.email, u.name, u.role::text as role, u."passwordHash", u."sessionsFrom", u."disabledAt",
        u."quotaBytes"::float8 as "quotaBytes", u."quotaEvents", u."invitedTo", u."createdAt",
        array(select c."eventId" from "EventCollaborator" c where c."userId" = u.id) as "helpsWith"
      from "Session" s join "User" u on u.id = s."userId"
      where s.id = ${id}::uuid and s."endedAt" is null and s."expiresAt" > ${at}
        and u."disabledAt" is null and u."sessionsFrom" <= s."createdAt"`;
    if (!row) return null;
    const { agent, openedAt, seenAt, expiresAt, userId, ...user } = row;
    return {
      session: { id, userId, agent, createdAt: openedAt, seenAt, expiresAt },
      user: { ...user, id: userId },
    };
  }

  /** Of two that bring one token at the same moment, one renews and the other repeats. */
  async renew({ hash, nextHash, at, graceMs }: RenewalRequest): Promise<Renewal> {
    const { prisma } = this.database;
    const token = await prisma.refreshToken.findUnique({ where: { hash }, include: { session: true } });
    const live = token && (await this.findLive(token.sessionId, at));
    if (!live) return { outcome: 'unknown' };
    const used = await prisma.$transaction(async (tx) => {
      const { count } = await tx.refreshToken.updateMany({
        where: { hash, usedAt: null },
        data: { usedAt: at },
      });
      if (count === 0) return false;
      await tx.refreshToken.create({ data: { hash: nextHash, sessionId: token.sessionId } });
      await tx.session.update({ where: { id: token.sessionId }, data: { seenAt: at } });
      return true;
    });
    if (used) return { outcome: 'renewed', ...live };
    const before = await prisma.refreshToken.findUnique({ where: { hash } });
    if (before?.usedAt && at.getTime() - before.usedAt.getTime() <= graceMs)
      return { outcome: 'repeated', ...live };
    await this.end(token.sessionId, at);
    return { outcome: 'stolen', userId: live.user.id, sessionId: token.sessionId };
  }

  /** The session that a refresh token belongs to, whether or not the token was used. */
  async findByToken(hash: RefreshHash): Promise<SessionRecord | null> {
    const token = await this.database.prisma.refreshToken.findUnique({
      where: { hash },
      include: { session: true },
    });
    return token?.session ?? null;
  }

  /** Last used first. */
  async listLive(userId: string, at: Date): Promise<SessionRecord[]> {
    const user = await this.database.prisma.user.findUnique({
      where: { id: userId },
      select: { sessionsFrom: true },
    });
    if (!user) return [];
    return this.database.prisma.session.findMany({
      where: { userId, endedAt: null, expiresAt: { gt: at }, createdAt: { gte: user.sessionsFrom } },
      orderBy: [{ seenAt: 'desc' }, { id: 'desc' }],
    });
  }

  /** The first moment counts. @returns false when it had ended before. */
  async end(id: string, at: Date): Promise<boolean> {
    const { count } = await this.database.prisma.session.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: at },
    });
    return count > 0;
  }

  /** @returns false when the user has no such session. */
  async endOfUser(userId: string, id: string, at: Date): Promise<boolean> {
    const { count } = await this.database.prisma.session.updateMany({
      where: { id, userId, endedAt: null },
      data: { endedAt: at },
    });
    return count > 0;
  }

  /** @returns how many ended. */
  async endAll(userId: string, at: Date): Promise<number> {
    const { count } = await this.database.prisma.session.updateMany({
      where: { userId, endedAt: null },
      data: { endedAt: at },
    });
    return count;
  }

  /** Ended or not: a session whose time is over tells nothing any more. @returns how many went. */
  async removeExpired(at: Date): Promise<number> {
    const { count } = await this.database.prisma.session.deleteMany({ where: { expiresAt: { lte: at } } });
    return count;
  }
}
