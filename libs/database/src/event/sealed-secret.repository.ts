/** @module Everything in Postgres that is sealed under the secrets of the installation, to be sealed anew under a new one. */
import type { Database } from '../client/database.client.js';

export interface SealedCode {
  id: string;
  hash: string;
  box: Uint8Array;
}

export interface SealedToken {
  id: string;
  /** The user or guest whose Drive it is. */
  holderId: string;
  refreshToken: Uint8Array;
}

export interface SealedReceiptKey {
  id: string;
  sealedKey: Uint8Array<ArrayBuffer>;
}

export class SealedSecretRepository {
  constructor(private readonly database: Database) {}

  /** Codes that are printed somewhere, and guests who have opened one. */
  async countLinks(): Promise<{ codes: number; guests: number }> {
    const { prisma } = this.database;
    const codes = await prisma.shareCode.count({ where: { revokedAt: null } });
    return { codes, guests: await prisma.guest.count({ where: { companionOfId: null } }) };
  }

  /** In the order of their ids. */
  async codes(after: string | null, limit: number): Promise<SealedCode[]> {
    const rows = await this.database.prisma.shareCode.findMany({
      where: { shortHash: { not: null }, ...(after === null ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true, shortHash: true, shortBox: true },
    });
    return rows.flatMap(({ id, shortHash: hash, shortBox: box }) => (hash && box ? [{ id, hash, box }] : []));
  }

  async saveCode(
    { id, hash: shortHash }: SealedCode,
    { hash, box }: { hash: string; box: Uint8Array<ArrayBuffer> },
  ): Promise<void> {
    await this.database.prisma.shareCode.updateMany({
      where: { id, shortHash },
      data: { shortHash: hash, shortBox: box },
    });
  }

  /** Of connected Drives. */
  async tokens(): Promise<SealedToken[]> {
    const rows = await this.database.prisma.driveAccount.findMany({
      select: { id: true, userId: true, guestId: true, refreshToken: true },
    });
    return rows.map(({ id, userId, guestId, refreshToken }) => ({
      ...{ id, refreshToken, holderId: userId ?? guestId ?? '' },
    }));
  }

  /** That sign receipts. */
  receiptKeys(): Promise<SealedReceiptKey[]> {
    return this.database.prisma.receiptKey.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, sealedKey: true },
    });
  }

  async saveReceiptKey(
    { id, sealedKey: former }: SealedReceiptKey,
    sealedKey: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    await this.database.prisma.receiptKey.updateMany({
      where: { id, sealedKey: former },
      data: { sealedKey },
    });
  }

  async saveToken({ id, refreshToken: former }: SealedToken, refreshToken: Uint8Array): Promise<void> {
    await this.database.prisma.$executeRaw`
      update "DriveAccount" set "refreshToken" = ${refreshToken} where id = ${id}::uuid and "refreshToken" = ${former}`;
  }

  /** Of the Google client that an administrator has entered. */
  async google(): Promise<{ clientSecret: Uint8Array | null; serviceAccount: Uint8Array | null }> {
    const row = await this.database.prisma.googleSetup.findUnique({ where: { id: 1 } });
    return { clientSecret: row?.clientSecret ?? null, serviceAccount: row?.serviceAccount ?? null };
  }

  async saveGoogle(
    column: 'clientSecret' | 'serviceAccount',
    former: Uint8Array,
    box: Uint8Array,
  ): Promise<void> {
    const { prisma } = this.database;
    if (column === 'clientSecret')
      await prisma.$executeRaw`update "GoogleSetup" set "clientSecret" = ${box} where "clientSecret" = ${former}`;
    else
      await prisma.$executeRaw`update "GoogleSetup" set "serviceAccount" = ${box} where "serviceAccount" = ${former}`;
  }
}
