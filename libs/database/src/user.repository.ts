/** @module Users: those who sign in. E-mail addresses are kept trimmed and in lower case. */
import type { UserRole } from '@visage/contracts/session.contract';
import type { Database } from './database.client.js';

export interface UserRecord {
  id: string;
  email: string;
  name: string;
  role: UserRole;
  passwordHash: string;
  /** Sessions issued before this moment are void. */
  sessionsFrom: Date;
  createdAt: Date;
}

export type UserCreate = Pick<UserRecord, 'email' | 'name' | 'role' | 'passwordHash'>;

export class UserRepository {
  constructor(private readonly database: Database) {}

  find(id: string): Promise<UserRecord | null> {
    return this.database.prisma.user.findUnique({ where: { id } });
  }

  findByEmail(email: string): Promise<UserRecord | null> {
    return this.database.prisma.user.findUnique({ where: { email: canonicalEmail(email) } });
  }

  list(): Promise<UserRecord[]> {
    return this.database.prisma.user.findMany({ orderBy: { email: 'asc' } });
  }

  create(user: UserCreate): Promise<UserRecord> {
    return this.database.prisma.user.create({ data: { ...user, email: canonicalEmail(user.email) } });
  }

  /** Also ends every session issued before `at`. */
  async setPassword(id: string, passwordHash: string, at: Date): Promise<void> {
    await this.database.prisma.user.update({ where: { id }, data: { passwordHash, sessionsFrom: at } });
  }

  /** Replaces the hash of the same password, made with today's costs; sessions stay. */
  async replaceHash(id: string, passwordHash: string): Promise<void> {
    await this.database.prisma.user.update({ where: { id }, data: { passwordHash } });
  }

  countEvents(id: string): Promise<number> {
    return this.database.prisma.event.count({ where: { ownerId: id, erasedAt: null } });
  }

  /** Fails while the user still owns an event. */
  async remove(id: string): Promise<void> {
    await this.database.prisma.user.delete({ where: { id } });
  }
}

function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}
