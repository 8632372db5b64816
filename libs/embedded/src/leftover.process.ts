/**
 * @module Server processes that outlived us: after a SIGKILL of Node its Postgres and Redis keep running, owned by
 * nobody. A process counts as a leftover of a folder if it has the expected program name and works in that folder; a
 * pid from a file alone may by now belong to any other program.
 */

import { execFile } from 'node:child_process';
import { readFile, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfPresent } from './secret.file.js';

export interface LeftoverQuery {
  /** The server's working folder. */
  folder: string;
  /** Program names, as in `/proc/<pid>/comm`. */
  programs: string[];
  /** The server's pid file; its first line is the pid of the main process. */
  pidFile: string;
}

const POLL_MS = 50;

/** Pids of the server's running processes, the main process first. Zombies do not count. */
export async function findLeftovers(query: LeftoverQuery): Promise<number[]> {
  const main = Number((await readIfPresent(query.pidFile))?.split('\n')[0]);
  const pids = process.platform === 'linux' ? await scanProc(query) : await askPs(query, main);
  return pids.sort((a, b) => Number(b === main) - Number(a === main) || a - b);
}

/** Stops what `findLeftovers` finds: `signal` to the main process, then SIGKILL to whatever is left. */
export async function stopLeftovers(
  query: LeftoverQuery,
  signal: NodeJS.Signals,
  waitMs: number,
): Promise<void> {
  const [main] = await findLeftovers(query);
  if (main === undefined) return;
  send(main, signal);
  if (await gone(query, waitMs)) return;
  for (const pid of await findLeftovers(query)) send(pid, 'SIGKILL');
  if (!(await gone(query, waitMs))) {
    throw new Error(
      `a process working in ${query.folder} cannot be stopped (pid ${main}); stop it and try again`,
    );
  }
}

async function gone(query: LeftoverQuery, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while ((await findLeftovers(query)).length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

async function scanProc(query: LeftoverQuery): Promise<number[]> {
  const folder = await realpath(query.folder).catch(() => undefined);
  if (folder === undefined) return [];
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const program = (await readFile(join('/proc', name, 'comm'), 'utf8')).trim();
      if (query.programs.includes(program) && (await readlink(join('/proc', name, 'cwd'))) === folder) {
        found.push(Number(name));
      }
    } catch {
      // exited meanwhile, a zombie, or another user's process: not ours
    }
  }
  return found;
}

function askPs(query: LeftoverQuery, pid: number): Promise<number[]> {
  if (!Number.isInteger(pid) || pid <= 0) return Promise.resolve([]);
  return new Promise((resolve) => {
    execFile('ps', ['-p', String(pid), '-o', 'comm='], (error, stdout) => {
      const program = stdout.trim().split('/').pop() ?? '';
      resolve(!error && query.programs.includes(program) ? [pid] : []);
    });
  });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
