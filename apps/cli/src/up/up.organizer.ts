/** @module Step: the organizer's account, created at the first start with its own password. */

import type { UserAccounts } from '../user/user.accounts.js';
import { generatePassword } from '../user/user.password.js';
import { readFirstStart, rememberFirstStart } from './first.start.js';

export const ORGANIZER_EMAIL = 'organizer@visage.local';

export interface OrganizerLogin {
  email: string;
  /** Known only until the first start is complete. */
  password: string | undefined;
}

/** Creates the account if there is none; after an interrupted first start its password is still valid. */
export async function provideOrganizer(
  accounts: UserAccounts,
  firstStartFile: string,
): Promise<OrganizerLogin> {
  const exists = await accounts.exists(ORGANIZER_EMAIL);
  const unfinished = await readFirstStart(firstStartFile);
  if (exists && unfinished === undefined) return { email: ORGANIZER_EMAIL, password: undefined };
  const password = unfinished?.password ?? generatePassword();
  await rememberFirstStart(firstStartFile, { email: ORGANIZER_EMAIL, password });
  if (exists) await accounts.setPassword(ORGANIZER_EMAIL, password);
  else await accounts.add({ email: ORGANIZER_EMAIL, name: 'Organizer', role: 'organizer', password });
  return { email: ORGANIZER_EMAIL, password };
}
