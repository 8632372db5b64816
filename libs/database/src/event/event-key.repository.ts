/** @module Where the data keys of events are: which store, which events have theirs still here, and which get a new one. */
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

export interface KeyToMove {
  eventId: string;
  wrappedKey: Uint8Array;
}

/** The event got a new data key since the one was read that sealed this: the work is void, and is to be done again. */
export class KeyRotatedError extends Error {
  override readonly name = 'KeyRotatedError';

  constructor(eventId: string) {
    super(`event ${eventId} has got a new key meanwhile; the work is to be done again with it`);
  }
}

const ONLY = { id: 1 };
/** A key store in another place may take a while to answer. */
const LONG = { maxWait: 10_000, timeout: 60_000 };

export class EventKeyRepository {
  constructor(private readonly database: Database) {}

  /** The id of the store that holds the keys of these events; null before the first. */
  async findStore(): Promise<string | null> {
    const mark = await this.database.prisma.keyStoreMark.findUnique({ where: ONLY });
    return mark?.storeId ?? null;
  }

  /** @returns the id that counts: of several processes at once, the first one's */
  async markStore(storeId: string): Promise<string> {
    await this.database.prisma.keyStoreMark.createMany({ data: [{ storeId }], skipDuplicates: true });
    return (await this.findStore()) ?? storeId;
  }

  /** Whether the store has a record of the installation's secrets, which is missed from then on. */
  async hasSecrets(): Promise<boolean> {
    const mark = await this.database.prisma.keyStoreMark.findUnique({ where: ONLY });
    return mark?.secrets ?? false;
  }

  async markSecrets(): Promise<void> {
    await this.database.prisma.keyStoreMark.updateMany({ data: { secrets: true } });
  }

  async findToMove(limit: number): Promise<KeyToMove[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { wrappedKey: { not: null } },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true, wrappedKey: true },
    });
    return rows.flatMap(({ id: eventId, wrappedKey }) => (wrappedKey ? [{ eventId, wrappedKey }] : []));
  }

  /** The key is in the store now. */
  async forgetKey(eventId: string): Promise<void> {
    await this.database.prisma.event.updateMany({ where: { id: eventId }, data: { wrappedKey: null } });
  }

  /** Ids of events, erased ones apart. */
  async findAll(): Promise<{ living: string[]; erased: string[] }> {
    const rows = await this.database.prisma.event.findMany({
      orderBy: { id: 'asc' },
      select: { id: true, erasedAt: true },
    });
    const idsOf = (erased: boolean): string[] =>
      rows.filter(({ erasedAt }) => (erasedAt !== null) === erased).map(({ id }) => id);
    return { living: idsOf(false), erased: idsOf(true) };
  }

  /** How often the event got a new key; null when it is gone or erased. */
  async findRevision(eventId: string): Promise<number | null> {
    const row = await this.database.prisma.event.findFirst({
      where: { id: eventId, erasedAt: null },
      select: { keyRevision: true },
    });
    return row?.keyRevision ?? null;
  }

  /** The sealed key of its photos; null when they are not encrypted, or nobody knows the event. */
  async findPhotoKey(eventId: string): Promise<Uint8Array | 'erased' | null> {
    const row = await this.database.prisma.event.findUnique({
      where: { id: eventId },
      select: { photoKey: true, erasedAt: true },
    });
    return row?.erasedAt ? 'erased' : (row?.photoKey ?? null);
  }

  /**
   * Does it unless the event is erased, and holds up its erasure meanwhile: what is written to the key store is not written after
   * the key was destroyed. @returns false when it was erased; an event that nobody knows is not
   */
  async whileLiving(eventId: string, work: () => Promise<void>): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ erased: boolean }[]>`
        select "erasedAt" is not null as erased from "Event" where id = ${eventId}::uuid for share`;
      if (row?.erased) return false;
      await work();
      return true;
    }, LONG);
  }
}

/**
 * To be asked by every transaction that writes what an event's key sealed, once it holds the event's row.
 * @param revision of the key, as it was when the key was read; absent where nothing was sealed
 * @throws KeyRotatedError when the event has got another key since
 */
export async function requireKeyRevision(
  tx: Prisma.TransactionClient,
  eventId: string,
  revision: number | undefined,
): Promise<void> {
  if (revision === undefined) return;
  const event = await tx.event.findUnique({ where: { id: eventId }, select: { keyRevision: true } });
  if (event && event.keyRevision !== revision) throw new KeyRotatedError(eventId);
}
