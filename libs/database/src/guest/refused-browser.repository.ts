/** @module Browsers whose guest was sent away and then forgotten: a keyed hash of what they hold, and nothing of the guest. */
import type { Database } from '../client/database.client.js';

export interface RefusedBrowser {
  shareId: string;
  /** Of hashRefusedBrowser. */
  hash: string;
  refusedAt: Date;
}

export class RefusedBrowserRepository {
  constructor(private readonly database: Database) {}

  /** Since when a browser that holds these is refused by the share that the code belongs to. */
  async findSince(codeId: string, hashes: readonly string[]): Promise<Date[]> {
    const rows = await this.database.prisma.refusedBrowser.findMany({
      where: { hash: { in: [...hashes] }, share: { codes: { some: { id: codeId } } } },
      orderBy: { refusedAt: 'asc' },
    });
    return rows.map(({ refusedAt }) => refusedAt);
  }
}
