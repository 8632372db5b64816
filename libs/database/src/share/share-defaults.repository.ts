/** @module What new shares start with, for the whole deployment: one row, or the safe defaults. */
import {
  SAFE_SHARE_DEFAULTS,
  shareDefaultsSchema,
  type ShareDefaults,
} from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';

const ONLY = { id: 1 };

export class ShareDefaultsRepository {
  constructor(private readonly database: Database) {}

  async find(): Promise<ShareDefaults> {
    const row = await this.database.prisma.shareDefaults.findUnique({ where: ONLY });
    return row ? shareDefaultsSchema.parse(row) : SAFE_SHARE_DEFAULTS;
  }

  async replace(defaults: ShareDefaults): Promise<void> {
    await this.database.prisma.shareDefaults.upsert({
      where: ONLY,
      create: { ...ONLY, ...defaults },
      update: defaults,
    });
  }
}
