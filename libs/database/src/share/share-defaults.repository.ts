/** @module What new shares start with, for the whole deployment: one row, or the safe defaults. */
import {
  SAFE_SHARE_DEFAULTS,
  shareDefaultsSchema,
  type ShareDefaults,
} from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';
import { storedPresentation, storedRights } from './share.record.js';

const ONLY = { id: 1 };

export class ShareDefaultsRepository {
  constructor(private readonly database: Database) {}

  async find(): Promise<ShareDefaults> {
    const row = await this.database.prisma.shareDefaults.findUnique({ where: ONLY });
    if (!row) return SAFE_SHARE_DEFAULTS;
    const { rights, presentation } = row;
    return shareDefaultsSchema.parse({
      ...row,
      rights: storedRights(rights),
      presentation: storedPresentation(presentation),
    });
  }

  async replace(defaults: ShareDefaults): Promise<void> {
    await this.database.prisma.shareDefaults.upsert({
      where: ONLY,
      create: { ...ONLY, ...defaults },
      update: defaults,
    });
  }
}
