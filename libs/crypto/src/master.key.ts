/**
 * @module The master key, which wraps every event's data key, kept in a file only its owner may read. While it is replaced, the one
 * before lies beside it, so that a process which dies at any moment leaves a file that opens everything.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
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

/** The one that is being replaced; null when none is, or it is being forgotten. @throws KeyError as above */
export async function readFormerMasterKey({ file }: { file: string }): Promise<Uint8Array | null> {
  const former = formerOf(file);
  const bytes = await readFile(former).catch(() => Buffer.of());
  if (bytes.length > 0 && bytes.every((byte) => byte === 0)) return null; // overwritten, and not removed any more
  return (await readMasterKey(former)) ?? null;
}

/**
 * Puts a new key into the file, and leaves the present one beside it. One that broke off is gone on with, so there are never
 * three.
 */
export async function replaceMasterKey({ file }: { file: string }): Promise<void> {
  const present = await readMasterKey(file);
  if (!present) throw new KeyError(`there is no master key ${file} to be replaced`);
  const former = await readFormerMasterKey({ file });
  if (former && Buffer.compare(former, present) !== 0) return;
  if (!former) {
    await rm(formerOf(file), { force: true }); // one that was being forgotten
    await link(file, formerOf(file)); // a second name of the same bytes, which are overwritten in the end
  }
  const draft = await draftKey(file);
  try {
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Overwrites the key before, and removes it. Nothing that it wrapped opens any more. */
export async function forgetFormerMasterKey({ file }: { file: string }): Promise<void> {
  const former = await readFormerMasterKey({ file });
  const present = await readMasterKey(file);
  if (former && present && Buffer.compare(former, present) === 0)
    throw new KeyError(`the master key ${file} was not replaced yet`);
  if (former) {
    const handle = await open(formerOf(file), 'r+');
    try {
      const { size } = await handle.stat();
      await handle.write(Buffer.alloc(size), 0, size, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await rm(formerOf(file), { force: true });
}

function formerOf(file: string): string {
  return `${file}.former`;
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
  const draft = await draftKey(file);
  try {
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

/** A new key, whole and on the disk. @returns the path, to be linked or renamed */
async function draftKey(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync(); // data sealed with a key that a power cut loses would be lost with it
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return draft;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
