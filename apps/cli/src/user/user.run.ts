/** @module What the user commands do. */

import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { PASSWORD_MAX_LENGTH } from '@visage/crypto/password.hash';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import { LastAdminError, OwnsEventsError } from '@visage/database/user/user.repository';
import { systemClock } from '@visage/host/clock';
import { ReceiptSigner } from '@visage/host/receipt.signer';
import { z } from 'zod';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import type { Database } from '@visage/database/client/database.client';
import { withDatabase } from '../installed.database.js';
import { installedKeys } from '../keys/installed.keys.js';
import { dataFolder } from '../up/data.folder.js';
import { withUserAccounts, type UserAccounts } from './user.accounts.js';
import type { AddFlags, DataFlag, PasswordFlags, RemoveFlags } from './user.flags.js';
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

/** Who is to sign, and where to, is known before anything is removed: the receipt is kept nowhere else. */
export async function removeUser(given: string, flags: RemoveFlags): Promise<void> {
  const email = parseEmail(given);
  await onAccounts(flags, async (accounts, database) => {
    const events = await accounts.countEvents(email);
    if (events > 0) {
      throw new CommandError(`${email} owns ${events} event${events === 1 ? '' : 's'}; erase those first`);
    }
    const signer = await receiptSigner(flags, database);
    await signer.key();
    const place = await receiptPlace(flags.receipt);
    const { userId, counts } = await accounts.remove(email).catch(async (error: unknown) => {
      await place.discard();
      throw error;
    });
    const receipt = await signer.sign({
      ...{ id: randomUUID(), what: 'user', subjectId: userId, eventId: null, counts, textVersions: [] },
      erasedAt: systemClock.now().toISOString(),
    });
    tell(`Removed ${email}.`);
    await place.write(`${JSON.stringify(receipt, null, 2)}\n`);
  });
}

async function receiptSigner(flags: DataFlag, database: Database): Promise<ReceiptSigner> {
  const { secrets } = await installedKeys(dataFolder(flags.data), readEnvironment(), database, tell);
  return new ReceiptSigner(new ReceiptRepository(database), secrets, systemClock);
}

interface ReceiptPlace {
  write(receipt: string): Promise<void>;
  /** Nothing was erased. */
  discard(): Promise<void>;
}

/** @throws CommandError when the file is there, or cannot be made */
async function receiptPlace(path: string | undefined): Promise<ReceiptPlace> {
  const show = (receipt: string): void => {
    tell('Its receipt follows. Keep it: it is kept nowhere else, and visage receipt verify checks it.');
    process.stdout.write(receipt);
  };
  if (path === undefined)
    return { write: (receipt) => Promise.resolve(show(receipt)), discard: () => Promise.resolve() };
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw new CommandError(
      `the receipt cannot be written to ${path}: name a new file in a folder of yours`,
      1,
      {
        cause,
      },
    );
  });
  return {
    write: async (receipt) => {
      try {
        await file.writeFile(receipt);
        await file.close();
        tell(`Its receipt is in ${path}, and kept nowhere else. To check it: visage receipt verify ${path}`);
      } catch (error) {
        tell(`${path} could not be written (${String(error)}).`);
        show(receipt); // the account is gone: this is the only time to have it
      }
    },
    discard: async () => {
      await file.close();
      await rm(path);
    },
  };
}

/** To whoever sits there; what is for programs goes to standard output. */
function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function onAccounts<T>(
  flags: DataFlag,
  use: (accounts: UserAccounts, database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(dataFolder(flags.data), readEnvironment(), (url) => withUserAccounts(url, use)).catch(
    (error: unknown) => {
      throw asCommandError(error);
    },
  );
}

function asCommandError(cause: unknown): unknown {
  if (cause instanceof LastAdminError)
    return new CommandError('This is the last administrator; make somebody else one first', 1, { cause });
  if (cause instanceof OwnsEventsError)
    return new CommandError(
      'This account has owned events, whose records name it; switch it off under Administration instead',
      1,
      { cause },
    );
  return cause;
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
