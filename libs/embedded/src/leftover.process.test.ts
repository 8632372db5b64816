import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findLeftovers, stopLeftovers, type LeftoverQuery } from './leftover.process.js';

let parent: string;
let query: LeftoverQuery;
let started: ChildProcess[] = [];
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'visage-leftover-'));
  const folder = join(parent, 'data');
  await mkdir(folder);
  query = { folder, programs: ['sleep', 'sh'], pidFile: join(parent, 'server.pid') };
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  started = [];
  await rm(parent, { recursive: true, force: true });
});

interface Server {
  pid: number;
  ended: Promise<NodeJS.Signals | null>;
}

/** A program that works in `cwd` until it is stopped. */
async function serve(cwd: string, command = 'sleep', args = ['600']): Promise<Server> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_, signal) => resolve(signal)),
  );
  if (command === 'sh') await new Promise((resolve) => child.stdout.once('data', resolve)); // it ignores the polite signal from now on
  else await new Promise((resolve) => child.once('spawn', resolve));
  return { pid: child.pid ?? 0, ended };
}
const serveDeaf = (cwd: string): Promise<Server> =>
  serve(cwd, 'sh', ['-c', "trap '' TERM; echo ready; exec sleep 600"]);

describe.runIf(process.platform === 'linux')('a server that outlived us', () => {
  test('is recognised by its program and its folder, not by a pid that may since belong to another program', async () => {
    const other = join(parent, 'other');
    await mkdir(other);
    const [server, stranger, alien] = await Promise.all([
      serve(query.folder),
      serve(other),
      serve(query.folder, 'tail', ['-f', '/dev/null']),
    ]);
    await writeFile(query.pidFile, `${stranger.pid}\n`);
    expect(await findLeftovers(query)).toEqual([server.pid]);
    expect(await findLeftovers({ ...query, programs: ['tail'] })).toEqual([alien.pid]);
    await symlink(query.folder, join(parent, 'link'));
    expect(await findLeftovers({ ...query, folder: join(parent, 'link') })).toEqual([server.pid]);
    expect(await findLeftovers({ ...query, folder: join(parent, 'missing') })).toEqual([]);
  });

  test('is asked to exit through its main process, which its pid file names', async () => {
    const pids = (await Promise.all([serve(query.folder), serve(query.folder), serve(query.folder)]))
      .map(({ pid }) => pid)
      .sort((a, b) => a - b);
    expect(await findLeftovers(query)).toEqual(pids);
    await writeFile(query.pidFile, `${pids[1]}\n/data\n`);
    expect(await findLeftovers(query)).toEqual([pids[1], pids[0], pids[2]]);
  });

  test('exits when it is asked to', async () => {
    const server = await serve(query.folder);
    await writeFile(query.pidFile, `${server.pid}\n`);
    await stopLeftovers(query, 'SIGTERM', 30_000);
    expect(await server.ended).toBe('SIGTERM');
    await stopLeftovers(query, 'SIGTERM', 30_000); // there is nothing left to stop
  });

  test('is killed with all its processes if asking does not help', async () => {
    const [main, worker] = [await serveDeaf(query.folder), await serve(query.folder)];
    await writeFile(query.pidFile, `${main.pid}\n`);
    await stopLeftovers(query, 'SIGTERM', 100);
    expect([await main.ended, await worker.ended]).toEqual(['SIGKILL', 'SIGKILL']);
    expect(await findLeftovers(query)).toEqual([]);
  });
});
