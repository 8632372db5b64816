/** @module Objects of the store that no photo owns yet, so that what a crash leaves behind is found again. */
import type { Database } from '../client/database.client.js';

export interface LooseObject {
  key: string;
  eventId: string;
  /** Of an original, lower-case hex; null = on its way in. */
  sha256: string | null;
}

/** Looked at in one turn of a sweep. */
const AT_ONCE = 500;

export class LooseObjectRepository {
  constructor(private readonly database: Database) {}

  /** Before the object is written. Noted twice is noted once, at the later time. */
  async note({ key, eventId, sha256 }: LooseObject, since: Date): Promise<void> {
    await this.database.prisma.$executeRaw`
      insert into "LooseObject" (key, "eventId", sha256, since) values (${key}, ${eventId}::uuid, ${sha256}, ${since})
      on conflict (key) do update set since = excluded.since`;
  }

  /** Once the object is gone, or a photo has it. */
  async forget(key: string): Promise<void> {
    await this.database.prisma.looseObject.deleteMany({ where: { key } });
  }

  /** Oldest first. */
  findOlder(before: Date): Promise<LooseObject[]> {
    return this.database.prisma.looseObject.findMany({
      where: { since: { lt: before } },
      orderBy: { since: 'asc' },
      take: AT_ONCE,
      select: { key: true, eventId: true, sha256: true },
    });
  }
}
