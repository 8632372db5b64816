/**
 * @module The register of consents. Entries are appended by whoever records a consent or ends one, in the same transaction and
 * as its last step: whoever appends waits for whoever did before, and holds what nobody else then waits for.
 */
import type { ConsentEntry, ConsentHand } from '@visage/contracts/consent.contract';
import type { Database } from '../client/database.client.js';
import type { Prisma, ConsentEntry as EntryRow } from '../generated/client.js';
import { CHAIN_START, chained } from './consent.chain.js';

/** "VISR" in ASCII. */
const REGISTER_LOCKS = 0x56495352;
const ADOPTED_AT_ONCE = 200;

/** Under which name the register knows a guest. */
export type PseudonymOf = (guestId: string) => string;

/** Whoever has agreed, as the register tells of them. */
interface Agreed {
  pseudonym: string | null;
  consentVersion: string | null;
  keepLooking: boolean;
  eventId: string;
}

export type WithdrawingHand = Exclude<ConsentHand, 'self' | 'parent'>;

export class ConsentRegisterRepository {
  constructor(private readonly database: Database) {}

  /** The newest first. @param before entries before this number */
  async page({ before, limit }: { before?: number | undefined; limit: number }): Promise<ConsentEntry[]> {
    const rows = await this.database.prisma.consentEntry.findMany({
      where: before === undefined ? {} : { number: { lt: before } },
      orderBy: { number: 'desc' },
      take: limit,
    });
    return rows.map(toEntry);
  }

  /** All of them in their order, some at a time. */
  async *pages(size = 1000): AsyncGenerator<ConsentEntry[]> {
    let after = 0;
    for (;;) {
      const rows = await this.database.prisma.consentEntry.findMany({
        where: { number: { gt: after } },
        orderBy: { number: 'asc' },
        take: size,
      });
      if (rows.length > 0) yield rows.map(toEntry);
      if (rows.length < size) return;
      after = rows.at(-1)?.number ?? after;
    }
  }

  /** Enters consents from before there was a register. @returns how many; fewer than there are at a time */
  async adopt(pseudonymOf: PseudonymOf): Promise<number> {
    return this.database.prisma.$transaction(async (tx) => {
      const rows = await tx.$queryRaw<
        (Omit<Agreed, 'pseudonym'> & { id: string; at: Date; by: ConsentHand })[]
      >`
        select g.id, g."consentVersion", g."keepLooking", g."consentedAt" as at, coalesce(g."consentBy"::text, 'self') as by, s."eventId"
        from "Guest" g join "ShareCode" c on c.id = g."shareCodeId" join "Share" s on s.id = c."shareId"
        where g."consentedAt" is not null and g.pseudonym is null
        order by g."consentedAt", g.id limit ${ADOPTED_AT_ONCE} for no key update of g skip locked`;
      const given = rows.map((row) => ({ ...row, pseudonym: pseudonymOf(row.id) }));
      for (const { id, pseudonym } of given) await tx.guest.update({ where: { id }, data: { pseudonym } });
      await append(
        tx,
        given.map(({ by, at, ...agreed }) => ({ ...agreed, at, deed: 'given', by })),
      );
      return rows.length;
    });
  }
}

/**
 * Enters that a guest has agreed, and remembers the pseudonym with them; who has one by a former key keeps it. The last step of a
 * transaction.
 */
export async function enterGiven(
  tx: Prisma.TransactionClient,
  guestId: string,
  { pseudonymOf, by, at }: { pseudonymOf: PseudonymOf; by: 'self' | 'parent'; at: Date },
): Promise<void> {
  await tx.guest.updateMany({
    where: { id: guestId, pseudonym: null },
    data: { pseudonym: pseudonymOf(guestId) },
  });
  const agreed = await findAgreed(tx, [guestId]);
  await append(
    tx,
    agreed.map((one) => ({ ...one, at, deed: 'given', by })),
  );
}

/** Those of these guests who agree at present, to be entered as withdrawn once they do no more. */
export function findAgreed(tx: Prisma.TransactionClient, guestIds: readonly string[]): Promise<Agreed[]> {
  return tx.$queryRaw<Agreed[]>`
    select g.pseudonym, g."consentVersion", g."keepLooking", s."eventId"
    from "Guest" g join "ShareCode" c on c.id = g."shareCodeId" join "Share" s on s.id = c."shareId"
    where g.id = any(${[...guestIds]}::uuid[]) and g."consentedAt" is not null order by g.id`;
}

/** Enters that these agree no more. The last step of the transaction that ended it. */
export async function enterWithdrawn(
  tx: Prisma.TransactionClient,
  agreed: readonly Agreed[],
  by: WithdrawingHand,
  at: Date,
): Promise<void> {
  await append(
    tx,
    agreed.map((one) => ({ ...one, at, deed: 'withdrawn', by })),
  );
}

/** Enters of those who were looked for that an organizer ended it. The last step of the transaction. @param agreed as they did before */
export async function enterNarrowed(
  tx: Prisma.TransactionClient,
  agreed: readonly Agreed[],
  at: Date,
): Promise<void> {
  const looked = agreed.filter(({ keepLooking }) => keepLooking);
  await append(
    tx,
    looked.map((one) => ({ ...one, keepLooking: false, at, deed: 'narrowed', by: 'organizer' })),
  );
}

type NewEntry = Agreed & Pick<EntryRow, 'at' | 'deed' | 'by'>;

async function append(tx: Prisma.TransactionClient, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$queryRaw`select pg_advisory_xact_lock(${REGISTER_LOCKS}::int, 0)::text`;
  const last = await tx.consentEntry.findFirst({ orderBy: { number: 'desc' } });
  let [number, previous] = [last?.number ?? 0, last?.hash ?? CHAIN_START];
  const data: EntryRow[] = [];
  for (const { pseudonym, consentVersion, keepLooking, eventId, at, deed, by } of entries) {
    if (pseudonym === null || consentVersion === null) continue;
    number += 1;
    const entry = {
      number,
      at: at.toISOString(),
      deed,
      who: pseudonym,
      eventId,
      version: consentVersion,
      by,
      keepLooking,
    };
    const { hash } = chained(previous, entry);
    data.push({ ...entry, at, previous, hash });
    previous = hash;
  }
  await tx.consentEntry.createMany({ data });
}

function toEntry({ at, ...entry }: EntryRow): ConsentEntry {
  return { ...entry, at: at.toISOString() };
}
