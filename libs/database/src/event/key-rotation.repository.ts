/** @module How far an event is on its way to a new key, and the run that gives one to all of them. */
import type { Database } from '../client/database.client.js';
import { withAdvisoryLock, type LockResult } from '../client/advisory.lock.js';

/** "VIKR" in ASCII. */
const ROTATION_LOCK = 0x56494b52;

export class KeyRotationRepository {
  constructor(private readonly database: Database) {}

  /** One rotation at a time, whatever it is about; does not wait. */
  alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<LockResult<T>> {
    return withAdvisoryLock(this.database, ROTATION_LOCK, 'keys', work);
  }

  /** Before the event has two keys: nothing is under the new one yet. */
  async begin(eventId: string): Promise<void> {
    await this.database.prisma.event.updateMany({ where: { id: eventId }, data: { resealedTo: null } });
  }

  /**
   * Once the event has two keys: whoever sealed with the old one and has not written yet cannot any more, and what was written
   * is seen by who asks after this. @returns false when the event is erased
   */
  async advance(eventId: string): Promise<boolean> {
    const { count } = await this.database.prisma.event.updateMany({
      where: { id: eventId, erasedAt: null },
      data: { keyRevision: { increment: 1 } },
    });
    return count > 0;
  }

  /** Once it has one key again. */
  async finish(eventId: string, at: Date): Promise<void> {
    await this.database.prisma.event.updateMany({
      where: { id: eventId },
      data: { resealedTo: null, keyRotatedAt: at },
    });
  }

  /** The beginning of the run for all events: of the one that broke off, where one did. */
  async beginAll(at: Date): Promise<Date> {
    await this.database.prisma.keyStoreMark.updateMany({
      where: { rotatingSince: null },
      data: { rotatingSince: at },
    });
    const mark = await this.database.prisma.keyStoreMark.findFirst();
    return mark?.rotatingSince ?? at;
  }

  async finishAll(): Promise<void> {
    await this.database.prisma.keyStoreMark.updateMany({ data: { rotatingSince: null } });
  }

  /** Living events, in the order of their ids, whose key is older than that. */
  async findOlder(since: Date): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: {
        erasedAt: null,
        createdAt: { lt: since },
        OR: [{ keyRotatedAt: null }, { keyRotatedAt: { lt: since } }],
      },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }
}
