/** @module Shares of an event, each with its codes. */
import type { ShareAttributes } from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';
import { OF_THEIR_OWN } from '../guest/guest.count.js';
import type { Prisma, Share, ShareCode } from '../generated/client.js';
import {
  codeColumns,
  type NewCode,
  scopeColumns,
  toShare,
  toShareCode,
  type CountedCode,
  type ShareRecord,
} from './share.record.js';

export interface ShareWithCodes extends ShareRecord {
  codes: CountedCode[];
}

/** What an organizer may change of a share. */
export interface ShareColumns {
  name: string;
  scope: ShareAttributes['scope'];
  rights: ShareAttributes['rights'];
  presentation: ShareAttributes['presentation'];
  opensAt: Date | null;
  expiresAt: Date | null;
  passwordHash: string | null;
  passwordId: string | null;
  maxGuests: number | null;
  approvalRequired: boolean;
}

export interface ShareCreateRecord extends Pick<
  ShareColumns,
  'name' | 'scope' | 'rights' | 'presentation' | 'expiresAt'
> {
  eventId: string;
  /** The code that the share starts with. */
  code: NewCode;
}

/** Those that were renewed have given their place to others. */
const codes = {
  where: { successorId: null },
  include: { _count: { select: { guests: { where: OF_THEIR_OWN } } } },
  orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
} satisfies Prisma.Share$codesArgs;

export class ShareRepository {
  constructor(private readonly database: Database) {}

  async create({
    code,
    scope,
    ...share
  }: ShareCreateRecord & Partial<ShareColumns>): Promise<ShareWithCodes> {
    const row = await this.database.prisma.share.create({
      data: { ...share, ...scopeColumns(scope), codes: { create: codeColumns(code) } },
      include: { codes },
    });
    return withCodes(row);
  }

  async listOfEvent(eventId: string): Promise<ShareWithCodes[]> {
    const rows = await this.database.prisma.share.findMany({
      where: { eventId },
      orderBy: { id: 'desc' },
      include: { codes },
    });
    return rows.map(withCodes);
  }

  async find(id: string): Promise<ShareWithCodes | null> {
    const row = await this.database.prisma.share.findUnique({
      where: { id },
      include: { codes },
    });
    return row && withCodes(row);
  }

  /** @param decide what changes, of the share as it is; what it throws leaves it so. Nobody else changes the share meanwhile. */
  async update(
    id: string,
    decide: (present: ShareAttributes) => Partial<ShareColumns>,
  ): Promise<ShareWithCodes | null> {
    return this.database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`select 1 from "Share" where id = ${id}::uuid for no key update`;
      const present = await tx.share.findUnique({ where: { id } });
      if (!present) return null;
      const { scope, ...change } = decide(toShare(present).attributes);
      const data = { ...change, ...(scope && scopeColumns(scope)) };
      return withCodes(await tx.share.update({ where: { id }, data, include: { codes } }));
    });
  }

  /** Null where none is set. */
  async findPassword(id: string): Promise<{ id: string; hash: string } | null> {
    const select = { passwordHash: true, passwordId: true };
    const row = await this.database.prisma.share.findUnique({ where: { id }, select });
    if (!row?.passwordHash || row.passwordId === null) return null;
    return { id: row.passwordId, hash: row.passwordHash };
  }

  /** The first moment counts: revoking again changes nothing. @returns false then. */
  async revoke(id: string, at: Date): Promise<boolean> {
    const { count } = await this.database.prisma.share.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: at },
    });
    return count > 0;
  }
}

function withCodes(row: Share & { codes: (ShareCode & { _count: { guests: number } })[] }): ShareWithCodes {
  const counted = row.codes.map((code) => ({ ...toShareCode(code), guests: code._count.guests }));
  return { ...toShare(row), codes: counted };
}
