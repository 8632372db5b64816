/** @module The Google Drive that a user or a guest has connected: one each. Its token is sealed before it comes here. */
import type { Database } from '../client/database.client.js';
import { DriveExportRepository } from './drive-export.repository.js';
import { DriveImportRepository } from './drive-import.repository.js';
import { UNFINISHED } from './drive-run.record.js';
import type { DriveAccount } from '../generated/client.js';

/** `mirror` includes the other two. */
export type DriveAccountUse = 'import' | 'export' | 'mirror';

export interface DriveAccountRecord {
  id: string;
  /** The user or guest whose it is; their token is sealed for this id. */
  holderId: string;
  email: string;
  name: string;
  uses: DriveAccountUse[];
  refreshToken: Uint8Array;
  state: 'connected' | 'ended';
}

export type DriveHolder = { userId: string } | { guestId: string };

export interface NewDriveAccount {
  holder: DriveHolder;
  email: string;
  name: string;
  uses: readonly DriveAccountUse[];
  refreshToken: Uint8Array<ArrayBuffer>;
}

export class DriveAccountRepository {
  constructor(private readonly database: Database) {}

  /** Connecting again takes the place of what was connected before; runs under way go on with it. */
  async connect({ holder, uses, ...account }: NewDriveAccount): Promise<DriveAccountRecord> {
    const data = { ...account, uses: [...uses], state: 'connected' as const };
    const row = await this.database.prisma.driveAccount.upsert({
      where: holder,
      create: { ...holder, ...data },
      update: data,
    });
    return toRecord(row);
  }

  findOfUser(userId: string): Promise<DriveAccountRecord | null> {
    return this.findOf({ userId });
  }

  async findOf(holder: DriveHolder): Promise<DriveAccountRecord | null> {
    const row = await this.database.prisma.driveAccount.findUnique({ where: holder });
    return row && toRecord(row);
  }

  async find(id: string): Promise<DriveAccountRecord | null> {
    const row = await this.database.prisma.driveAccount.findUnique({ where: { id } });
    return row && toRecord(row);
  }

  /** Google no longer accepts it; it stays as a name until the person connects again or disconnects. */
  async markEnded(id: string): Promise<void> {
    await this.database.prisma.driveAccount.updateMany({ where: { id }, data: { state: 'ended' } });
  }

  /** Runs that still need it end with `reason`. */
  async disconnect(id: string, reason: string): Promise<void> {
    const { prisma } = this.database;
    const unfinished = { where: { accountId: id, state: UNFINISHED }, select: { id: true } };
    for (const run of await prisma.driveImport.findMany(unfinished))
      await new DriveImportRepository(this.database).finish(run.id, reason);
    for (const run of await prisma.driveExport.findMany(unfinished))
      await new DriveExportRepository(this.database).finish(run.id, reason);
    await prisma.$transaction([
      prisma.driveMirror.updateMany({ where: { accountId: id }, data: { state: 'stopped', error: reason } }),
      prisma.driveAccount.deleteMany({ where: { id } }),
    ]);
  }
}

/** Whether the connection may be used so. */
export function mayUse({ uses }: Pick<DriveAccountRecord, 'uses'>, use: DriveAccountUse): boolean {
  return uses.includes(use) || uses.includes('mirror');
}

function toRecord({ userId, guestId, ...row }: DriveAccount): DriveAccountRecord {
  return {
    ...row,
    holderId: userId ?? guestId ?? '',
    uses: row.uses.filter((use) => use === 'import' || use === 'export' || use === 'mirror'),
  };
}
