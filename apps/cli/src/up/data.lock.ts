/**
 * @module One `visage up` per data folder: a lock file that names its owner, so that one left by a crash is
 * recognised.
 */

import { execFile } from 'node:child_process';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

const ownerSchema = z.object({
  pid: z.number().int().positive(),
  /** When that process started, which distinguishes it from a later one with the same pid. */
  started: z.string(),
});
type Owner = z.infer<typeof ownerSchema>;

/** A live process holds the data folder. */
export class DataFolderBusyError extends Error {
  override readonly name = 'DataFolderBusyError';

  constructor(readonly pid: number) {
    super(`held by process ${pid}`);
  }
}

export interface DataLock {
  release(): void;
}

const ATTEMPTS = 20;

/**
 * Takes the lock file, even if a dead process left it behind.
 * @throws DataFolderBusyError when its owner is alive.
 */
export async function takeDataLock(file: string): Promise<DataLock> {
  const mine = JSON.stringify({ pid: process.pid, started: (await startTime(process.pid)) ?? '' });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await tryLink(draft, file)) return { release: () => releaseIfMine(file, mine) };
      const owner = await readLockOwner(file);
      if (owner) throw new DataFolderBusyError(owner.pid);
      await rm(file, { force: true });
    }
    throw new Error(`the lock file ${file} cannot be taken; remove it`);
  } finally {
    await rm(draft, { force: true });
  }
}

/** The live owner of the lock, or undefined. */
export async function readLockOwner(file: string): Promise<Owner | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const owner = ownerSchema.safeParse(parseJson(text));
  if (!owner.success) return undefined;
  return (await startTime(owner.data.pid)) === owner.data.started ? owner.data : undefined;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Synchronous, because it also runs while the process exits. */
function releaseIfMine(file: string, mine: string): void {
  try {
    if (readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
  } catch {
    // already gone
  }
}

/** Undefined if there is no such process. Field 22 of /proc/<pid>/stat (proc(5)); elsewhere the output of ps. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields?.[0] === 'Z' ? undefined : fields?.[19];
  }
  return new Promise((resolve) => {
    execFile('ps', ['-p', String(pid), '-o', 'lstart='], (error, stdout) => {
      resolve(error ? undefined : stdout.trim() || undefined);
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
