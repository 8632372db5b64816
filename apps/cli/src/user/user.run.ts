/** @module What the user commands do. */

import { text } from 'node:stream/consumers';
import { PASSWORD_MAX_LENGTH } from '@visage/crypto/password.hash';
import { LastAdminError } from '@visage/database/user/user.repository';
import { z } from 'zod';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { dataFolder } from '../up/data.folder.js';
import { withUserAccounts, type UserAccounts } from './user.accounts.js';
import { withDatabase } from '../installed.database.js';
import type { AddFlags, DataFlag, PasswordFlags } from './user.flags.js';
import { generatePassword } from './user.password.js';

/** NIST SP 800-63B, 5.1.1.2: at least 8 characters. */
const SHORTEST_PASSWORD = 8;

export async function addUser(given: string, flags: AddFlags): Promise<void> {
  const email = parseEmail(given);
  const { password, shown } = await choosePassword(flags.passwordStdin);
  await onAccounts(flags, async (accounts) => {
    if (await accounts.exists(email)) {
      throw new CommandError(`${email} already exists; to set a new password: visage user password ${email}`);
    }
    await accounts.add({ email, name: flags.name ?? email.replace(/@.*/, ''), role: flags.role, password });
  });
  print(`Added ${email} (${flags.role}).${shown}`);
}

export async function listUsers(flags: DataFlag): Promise<void> {
  const users = await onAccounts(flags, (accounts) => accounts.list());
  const width = Math.max(0, ...users.map((user) => user.email.length));
  for (const user of users) print(`${user.email.padEnd(width)}  ${user.role.padEnd(12)}  ${user.name}`);
  if (users.length === 0) print('No accounts yet. Add one: visage user add <email>');
}

export async function resetPassword(given: string, flags: PasswordFlags): Promise<void> {
  const email = parseEmail(given);
  const { password, shown } = await choosePassword(flags.passwordStdin);
  await onAccounts(flags, (accounts) => accounts.setPassword(email, password));
  print(`New password set for ${email}; its sessions have ended.${shown}`);
}

export async function removeUser(given: string, flags: DataFlag): Promise<void> {
  const email = parseEmail(given);
  await onAccounts(flags, async (accounts) => {
    const events = await accounts.countEvents(email);
    if (events > 0) {
      throw new CommandError(`${email} owns ${events} event${events === 1 ? '' : 's'}; erase those first`);
    }
    await accounts.remove(email);
  });
  print(`Removed ${email}.`);
}

function onAccounts<T>(flags: DataFlag, use: (accounts: UserAccounts) => Promise<T>): Promise<T> {
  return withDatabase(dataFolder(flags.data), readEnvironment(), (url) => withUserAccounts(url, use)).catch(
    (error: unknown) => {
      if (!(error instanceof LastAdminError)) throw error;
      throw new CommandError('This is the last administrator; make somebody else one first', 1, {
        cause: error,
      });
    },
  );
}

function parseEmail(given: string): string {
  const email = z.email().max(254).safeParse(given.trim().toLowerCase());
  if (!email.success) throw new CommandError(`"${given}" is not an e-mail address`, 2);
  return email.data;
}

async function choosePassword(fromStdin: boolean | undefined): Promise<{ password: string; shown: string }> {
  if (!fromStdin) {
    const password = generatePassword();
    return { password, shown: ` Password: ${password}` };
  }
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password.length < SHORTEST_PASSWORD || password.length > PASSWORD_MAX_LENGTH) {
    throw new CommandError(
      `the password must have ${SHORTEST_PASSWORD} to ${PASSWORD_MAX_LENGTH} characters`,
      2,
    );
  }
  return { password, shown: '' };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
