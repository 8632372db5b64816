/** @module The master key, which wraps every event's data key: made once, kept in a file only its owner may read. */

import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KEY_BYTES, KeyError } from './secret.key.js';

const OTHERS_MAY_READ_OR_WRITE = 0o077;
/** 43 characters are 32 bytes. Strict on purpose: a truncated or decorated key must not decode to a different one. */
const BASE64_KEY = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Reads a master key written as base64, as in an environment variable.
 * @throws KeyError when it is not base64 of exactly 32 bytes.
 */
export function parseMasterKey(base64: string): Uint8Array {
  const text = base64.trim();
  if (!BASE64_KEY.test(text)) {
    throw new KeyError(
      `the master key must be base64 of ${KEY_BYTES} bytes (make one with: openssl rand -base64 ${KEY_BYTES})`,
    );
  }
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/**
 * Reads the master key from `file` (base64, one line, mode 0600), creating it on the first call. Of several processes
 * that start at once, one writes and all read the same key.
 * @throws KeyError when the file is open to other users, holds no key, or cannot be read.
 */
export async function loadOrCreateMasterKey({ file }: { file: string }): Promise<Uint8Array> {
  return (await readMasterKey(file)) ?? (await createMasterKey(file));
}

async function readMasterKey(file: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & OTHERS_MAY_READ_OR_WRITE) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, '0');
      throw new KeyError(
        `other users can open the master key ${file} (mode ${shown}); run: chmod 600 ${file}`,
      );
    }
    return parseMasterKey(await readFile(file, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (error instanceof KeyError && !error.message.includes(file)) {
      throw new KeyError(
        `${file} holds no usable key: ${error.message}. Restore it from a backup; nothing can be decrypted without it.`,
      );
    }
    if (error instanceof KeyError) throw error;
    throw new KeyError(`the master key ${file} cannot be read`, { cause: error });
  }
}

async function createMasterKey(file: string): Promise<Uint8Array> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.new`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await handle.sync(); // data sealed with a key that a power cut loses would be lost with it
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error; // another process was first: its key counts
    });
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readMasterKey(file);
  if (!key) throw new KeyError(`the master key ${file} vanished while it was being created`);
  return key;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
