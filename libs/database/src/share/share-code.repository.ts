/** @module The codes of a share as its organizer keeps them: counted, narrowed, revoked alone. */
import { randomUUID } from 'node:crypto';
import type { ShareCodeLimits } from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';
import { OF_THEIR_OWN } from '../guest/guest.count.js';
import {
  codeColumns,
  limitColumns,
  type NewCode,
  toCodeLimits,
  toShare,
  toShareCode,
  type CodeOfShare,
  type CountedCode,
} from './share.record.js';

export class ShareCodeRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<CodeOfShare | null> {
    const row = await this.database.prisma.shareCode.findUnique({ where: { id }, include: { share: true } });
    return row && { code: toShareCode(row), share: toShare(row.share) };
  }

  /** All of them or none, in this order. */
  async add(shareId: string, codes: readonly NewCode[], at: Date): Promise<CountedCode[]> {
    // ids of one millisecond have no order, so each code is a millisecond younger than the one before
    const rows = await this.database.prisma.shareCode.createManyAndReturn({
      data: codes.map((code, index) => ({
        shareId,
        createdAt: new Date(at.getTime() + index),
        ...codeColumns(code),
      })),
    });
    const inOrder = rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    return inOrder.map((row) => ({ ...toShareCode(row), guests: 0 }));
  }

  countOf(shareId: string): Promise<number> {
    return this.database.prisma.shareCode.count({ where: { shareId } });
  }

  async update(
    id: string,
    { label, ...limits }: { label?: string | undefined } & Partial<ShareCodeLimits>,
  ): Promise<CountedCode | null> {
    const data = { ...(label !== undefined && { label }), ...limitColumns(limits) };
    await this.database.prisma.shareCode.updateMany({ where: { id }, data });
    const row = await this.database.prisma.shareCode.findUnique({
      where: { id },
      include: { _count: { select: { guests: { where: OF_THEIR_OWN } } } },
    });
    return row && { ...toShareCode(row), guests: row._count.guests };
  }

  /** For a code made before there were short codes; the first one stays. */
  async setShort(id: string, { hash, box }: NewCode['short']): Promise<void> {
    await this.database.prisma.shareCode.updateMany({
      where: { id, shortHash: null },
      data: { shortHash: hash, shortBox: box },
    });
  }

  async countOpen(id: string, at: Date): Promise<void> {
    await this.database.prisma.shareCode.updateMany({
      where: { id },
      data: { opens: { increment: 1 }, lastUsedAt: at },
    });
  }

  /**
   * In the place of each open code of the event comes a new one of the same label and limits, and whoever joined behind it is a
   * guest of the new one. @param make the short code of each. @returns how many
   */
  async renewAll(eventId: string, make: () => NewCode['short'], at: Date): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const open = await tx.$queryRaw<{ id: string }[]>`
        select c.id from "ShareCode" c join "Share" s on s.id = c."shareId"
        where s."eventId" = ${eventId}::uuid and s."revokedAt" is null and c."revokedAt" is null
          and coalesce(s."expiresAt" > ${at}, true) and coalesce(c."expiresAt" > ${at}, true)
        order by c."createdAt", c.id for update of c`;
      const heirs = open.map(({ id }) => ({ id, heirId: randomUUID(), short: make() }));
      const rows = await tx.shareCode.findMany({ where: { id: { in: open.map(({ id }) => id) } } });
      const old = new Map(rows.map((row) => [row.id, row]));
      await tx.shareCode.createMany({
        // a millisecond apart, so that they stand in the same order
        data: heirs.flatMap(({ id, heirId, short }, place) => {
          const row = old.get(id);
          if (!row) return [];
          const { shareId, label } = row;
          const limits = limitColumns(toCodeLimits(row));
          const createdAt = new Date(at.getTime() + place);
          return {
            id: heirId,
            shareId,
            label,
            ...limits,
            shortHash: short.hash,
            shortBox: short.box,
            createdAt,
          };
        }),
      });
      const [ids, heirIds] = [heirs.map(({ id }) => id), heirs.map(({ heirId }) => heirId)];
      await tx.$executeRaw`
        update "ShareCode" c set "successorId" = renewed.heir, "revokedAt" = coalesce(c."revokedAt", ${at})
        from unnest(${ids}::uuid[], ${heirIds}::uuid[]) as renewed(code, heir)
        where renewed.code in (c.id, c."successorId")`;
      await tx.$executeRaw`
        update "Guest" g set "shareCodeId" = renewed.heir
        from unnest(${ids}::uuid[], ${heirIds}::uuid[]) as renewed(code, heir)
        where g."shareCodeId" = renewed.code`;
      return heirs.length;
    });
  }

  /** The first moment counts: revoking again changes nothing. @returns false then. */
  async revoke(id: string, at: Date): Promise<boolean> {
    const { count } = await this.database.prisma.shareCode.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: at },
    });
    return count > 0;
  }
}
