/** @module How much the photos of an owner's events may take. */
import type { Database } from '../client/database.client.js';
import { UserRepository } from '../user/user.repository.js';

/** Its message is for people. */
export class QuotaExceededError extends Error {
  override readonly name = 'QuotaExceededError';
  constructor(quotaBytes: number) {
    const megabytes = Math.floor(quotaBytes / 1_000_000).toLocaleString('en');
    super(
      `The storage of this account is full: its photos may take ${megabytes} MB. Delete some, or ask an administrator for more.`,
    );
  }
}

export class StorageQuota {
  constructor(private readonly database: Database) {}

  /**
   * Whoever sends it, a photo counts for the owner of its event. Photos that arrive at one moment are asked about one by one
   * and may go over the limit together, by themselves at most.
   * @param bytes of the original. @throws QuotaExceededError
   */
  async require(eventId: string, bytes: number): Promise<void> {
    // asked twice a photo, so it is one statement
    const [owner] = await this.database.prisma.$queryRaw<{ id: string; quotaBytes: number | null }[]>`
      select u.id, u."quotaBytes"::float8 as "quotaBytes"
      from "Event" e join "User" u on u.id = e."ownerId"
      where e.id = ${eventId}::uuid and e."erasedAt" is null`;
    if (!owner || owner.quotaBytes === null) return;
    const { quotaBytes } = owner;
    const { usedBytes } = await new UserRepository(this.database).usage(owner.id);
    if (usedBytes + bytes > quotaBytes) throw new QuotaExceededError(quotaBytes);
  }
}
