/** @module Where the data keys of events are: which store, and which events have theirs still here. */
import type { Database } from '../client/database.client.js';

export interface KeyToMove {
  eventId: string;
  wrappedKey: Uint8Array;
}

export class EventKeyRepository {
  constructor(private readonly database: Database) {}

  /** The id of the store that holds the keys of these events; null before the first. */
  async findStore(): Promise<string | null> {
    const mark = await this.database.prisma.keyStoreMark.findUnique({ where: { id: 1 } });
    return mark?.storeId ?? null;
  }

  /** @returns the id that counts: of several processes at once, the first one's */
  async markStore(storeId: string): Promise<string> {
    await this.database.prisma.keyStoreMark.createMany({ data: [{ storeId }], skipDuplicates: true });
    return (await this.findStore()) ?? storeId;
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
}
