/** @module Links with which users set their password, each good once. */
import type { Database } from '../client/database.client.js';
import { toUserRecord, USER_INCLUDES, type UserRecord } from './user.record.js';

export class PasswordLinkRepository {
  constructor(private readonly database: Database) {}

  /** Earlier links of the user end. @returns its id */
  async create(userId: string, expiresAt: Date): Promise<string> {
    const { prisma } = this.database;
    const [, link] = await prisma.$transaction([
      prisma.passwordLink.deleteMany({ where: { userId } }),
      prisma.passwordLink.create({ data: { userId, expiresAt } }),
    ]);
    return link.id;
  }

  /** The user whose password it sets; null when it was used, replaced or is over, or the user is disabled. */
  async findUser(id: string, at: Date): Promise<UserRecord | null> {
    const link = await this.database.prisma.passwordLink.findFirst({
      where: { id, expiresAt: { gt: at }, user: { disabledAt: null } },
      include: { user: { include: USER_INCLUDES } },
    });
    return link && toUserRecord(link.user);
  }

  /** Sets the password and ends the user's sessions, if the link is still there: of two who use it, one does. */
  use(id: string, passwordHash: string, at: Date): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const [link] = await tx.$queryRaw<{ userId: string }[]>`
        delete from "PasswordLink" where id = ${id}::uuid and "expiresAt" > ${at} returning "userId"`;
      if (!link) return false;
      await tx.user.update({
        where: { id: link.userId },
        data: { passwordHash, sessionsFrom: at, invitedTo: null },
      });
      return true;
    });
  }
}
