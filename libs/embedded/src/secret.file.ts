/** @module Secrets and settings kept in files of the data folder, readable by their owner only. */

import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';

/**
 * The secret in `path`, created on first use: 24 random bytes in base64url (192 bits), file mode 0600. The file
 * appears whole or not at all, so an interrupted first start leaves no half secret.
 */
export async function readOrCreateSecret(path: string): Promise<string> {
  const existing = await readIfPresent(path);
  if (existing !== undefined && existing.trim() !== '') return existing.trim();
  const secret = randomBytes(24).toString('base64url');
  await writePrivateFile(path, `${secret}\n`);
  return secret;
}

/** Writes `text` to `path` with mode 0600, by one rename. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** The text of `path`, or undefined when there is no such file. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The port remembered in `path`, or undefined if it holds none or nonsense. */
export async function readRememberedPort(path: string): Promise<number | undefined> {
  const port = Number((await readIfPresent(path))?.trim());
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
