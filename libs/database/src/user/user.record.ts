/** @module A user as the rest of the house sees them. */
import type { UserRole } from '@visage/contracts/session.contract';
import type { Prisma } from '../generated/client.js';

export interface UserRecord {
  id: string;
  email: string;
  name: string;
  role: UserRole;
  passwordHash: string;
  /** Sessions issued before this moment are void. */
  sessionsFrom: Date;
  /** Cannot sign in since then. */
  disabledAt: Date | null;
  /** Null = no limit. */
  quotaBytes: number | null;
  quotaEvents: number | null;
  /** The event that an organizer made the account for, until somebody sets its password. */
  invitedTo: string | null;
  createdAt: Date;
  /** Events of others that they help with. */
  helpsWith: string[];
}

/** For every query whose row becomes a record. */
export const USER_INCLUDES = { helps: { select: { eventId: true } } } as const satisfies Prisma.UserInclude;

export function toUserRecord({
  quotaBytes,
  helps,
  ...row
}: Prisma.UserGetPayload<{ include: typeof USER_INCLUDES }>): UserRecord {
  return {
    ...row,
    quotaBytes: quotaBytes === null ? null : Number(quotaBytes),
    helpsWith: helps.map(({ eventId }) => eventId),
  };
}
