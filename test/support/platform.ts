/** @module Starts the platform as a person does, with `./visage up` or `./visage dev`, and reads what it prints. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const repositoryRoot = join(import.meta.dirname, '../..');

export interface Platform {
  url: string;
  email: string;
  /** Printed at the first start only. */
  password: string | null;
  /** Address behind the demo event's QR code, where there is one. */
  guestUrl: string;
  pid: number;
  output: string;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface RunningPlatform extends Platform {
  process: ChildProcess;
  /** Ctrl-C, and wait until everything has ended. */
  stop(): Promise<number | null>;
}

export async function startPlatform(options: {
  /** Default: `up`. */
  command?: 'up' | 'dev';
  data: string;
  port: number;
  env?: Record<string, string>;
  /** Default: true. */
  demo?: boolean;
  timeoutMs?: number;
}): Promise<RunningPlatform> {
  const { command = 'up', data, port, demo = true } = options;
  const child = spawn(
    join(repositoryRoot, 'visage'),
    [command, '--data', data, '--port', String(port), ...(demo ? [] : ['--no-demo'])],
    {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/Ctrl-C/.test(output)) resolve();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('exit', (code) => reject(new Error(`visage ended with ${code}:\n${output}`)));
    setTimeout(
      () => reject(new Error(`visage is not ready:\n${output}`)),
      options.timeoutMs ?? 240_000,
    ).unref();
  });
  try {
    await ready;
  } catch (error) {
    child.kill('SIGINT');
    throw error;
  }
  const find = (pattern: RegExp): string | null => pattern.exec(output)?.[1] ?? null;
  return {
    process: child,
    pid: child.pid ?? -1,
    url: `http://127.0.0.1:${port}`,
    email: find(/(\S+@visage\.local)/) ?? '',
    password: find(/password\s*:?\s+(\S{8,})\s*$/im),
    guestUrl: find(/(https?:\/\/\S+\/g\/\S+)/) ?? '',
    output,
    stop: async () => {
      child.kill('SIGINT');
      return exited;
    },
  };
}

/** For tests that kill its apps or change what everybody sees: a fresh platform on the local disk, removed when it is stopped. */
export async function startOwnPlatform(env: Record<string, string> = {}): Promise<OwnPlatform> {
  const data = await mkdtemp(join(tmpdir(), 'visage-own-'));
  const platform = await startPlatform({ data, port: await freePort(), env, demo: false });
  const stop = async (): Promise<number | null> => {
    const code = await platform.stop();
    await rm(data, { recursive: true, force: true });
    return code;
  };
  return { ...platform, data, stop, halt: () => platform.stop() };
}

export interface OwnPlatform extends RunningPlatform {
  data: string;
  /** As `stop`, and its data stays until that is called. */
  halt(): Promise<number | null>;
}

/** Every process below `pid` whose command line contains `needle`. */
export function descendants(pid: number, needle = ''): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      continue; // it ended meanwhile
    }
  }
  const isBelow = (id: number): boolean => {
    for (let at = parents.get(id); at; at = parents.get(at)) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter((id) => isBelow(id) && commandLine(id).includes(needle));
}

/** The variables that a process was started with. */
export function environmentOf(pid: number): Record<string, string> {
  const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
