/**
 * @module An in-memory file system that this process may be allowed to mount: its disk is really full, and really
 * another.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  path: string;
  /** Everything on it is lost. */
  unmount(): Promise<void>;
}

/** Null if it may not be mounted: the caller must then make do with a disk that is told to fail. */
export async function mountSmallDisk(bytes: number): Promise<SmallDisk | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const path = await mkdtemp(join(tmpdir(), 'visage-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'visage-small-disk', path]);
  } catch {
    await rmdir(path);
    return null;
  }
  return {
    path,
    unmount: async () => {
      await run('umount', ['--lazy', path]);
      await rmdir(path);
    },
  };
}
