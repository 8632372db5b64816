/** @module The Google client that the administrator has entered; secrets are sealed before they come here. */
import type { Database } from '../client/database.client.js';

export interface GoogleSetupRecord {
  clientId: string | null;
  clientSecret: Uint8Array | null;
  serviceAccount: Uint8Array | null;
  serviceAccountEmail: string | null;
}

export type GoogleSetupPatch = Partial<{
  clientId: string | null;
  clientSecret: Uint8Array<ArrayBuffer> | null;
  serviceAccount: Uint8Array<ArrayBuffer> | null;
  serviceAccountEmail: string | null;
}>;

const ONLY = { id: 1 };

export class GoogleSetupRepository {
  constructor(private readonly database: Database) {}

  find(): Promise<GoogleSetupRecord | null> {
    return this.database.prisma.googleSetup.findUnique({ where: ONLY });
  }

  async save(patch: GoogleSetupPatch): Promise<void> {
    await this.database.prisma.googleSetup.upsert({
      where: ONLY,
      create: { ...ONLY, ...patch },
      update: patch,
    });
  }
}
