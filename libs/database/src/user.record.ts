/** @module A user as the rest of the house sees them. */
import type { UserRole } from '@visage/contracts/session.contract';
import type { User } from './generated/client.js';

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
  createdAt: Date;
}

export function toUserRecord({ quotaBytes, ...row }: User): UserRecord {
  return { ...row, quotaBytes: quotaBytes === null ? null : Number(quotaBytes) };
}
