/** @module Step: somebody has to be named as responsible before guests are offered a face search; to try it out, nobody real is. */
import { createDatabase } from '@visage/database/client/database.client';
import { PrivacySetupRepository } from '@visage/database/privacy/privacy-setup.repository';

/** No such address can exist (RFC 2606). */
const DEMO = { name: 'Demo of Visage', contact: 'demo@visage.invalid' };

/** Whoever an administrator has named stays. */
export async function provideDemoController(databaseUrl: string): Promise<void> {
  const database = createDatabase(databaseUrl, { connections: 1 });
  try {
    await new PrivacySetupRepository(database).nameDemo(DEMO);
  } finally {
    await database.close();
  }
}
