/** @module One app as a child process that is started again when it crashes. */

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settlesWithin } from '@visage/embedded/child.process';
import { backoffDelay } from './app.backoff.js';

export interface AppDefinition {
  /** `gateway`, `detector`, ... */
  name: string;
  /** Its compiled main file. */
  main: string;
  /** What the main file is called with. */
  args?: readonly string[];
  /** Options of Node itself, such as `--inspect`. */
  nodeOptions?: readonly string[];
  env: Record<string, string>;
  logFile: string;
  /** Working folder for this app only: a later start recognises a leftover process by it. */
  folder: string;
}

export interface AppProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** Ends it as `stop` does, and starts it anew. Nothing happens once it is being stopped. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

/** Called when an app has exited by itself and starts again in `delayMs`. */
export type OnCrash = (name: string, why: string, delayMs: number) => void;

const STOP_MS = 10_000;
const LOG_ROTATE_BYTES = 10 * 1024 * 1024;
const parentWatch = fileURLToPath(new URL('./parent.watch.js', import.meta.url));

/** Starts the app and keeps it running until `stop`. */
export async function runApp(app: AppDefinition, onCrash: OnCrash): Promise<AppProcess> {
  await mkdir(app.folder, { recursive: true });
  await rotate(app.logFile);
  let stopping = false;
  let restarting = false;
  let retry: NodeJS.Timeout | undefined;
  let crashes: number[] = [];
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    const log = await open(app.logFile, 'a');
    if (stopping) return log.close();
    const node = ['--enable-source-maps', ...(app.nodeOptions ?? []), '--import', parentWatch];
    const started = spawn(process.execPath, [...node, app.main, ...(app.args ?? [])], {
      cwd: app.folder,
      env: app.env,
      detached: true, // Ctrl-C reaches only us: apps are stopped in order
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    child = started;
    exited = new Promise((resolve) => {
      started.once('error', (error) => ended(error.message, resolve));
      started.once('exit', (code, signal) => ended(signal ?? `exit code ${code ?? '?'}`, resolve));
    });
    await log.close();
  };
  const ended = (why: string, resolve: () => void): void => {
    child = undefined;
    resolve();
    if (stopping || restarting) return;
    const now = Date.now();
    const { delayMs, recent } = backoffDelay([...crashes, now]);
    crashes = recent;
    onCrash(app.name, why, delayMs);
    retry = setTimeout(() => {
      start().catch((error: unknown) => ended(String(error), () => undefined));
    }, delayMs);
  };

  const end = async (): Promise<void> => {
    clearTimeout(retry);
    child?.kill('SIGTERM');
    if (await settlesWithin(exited, STOP_MS)) return;
    child?.kill('SIGKILL');
    await exited;
  };

  await start();
  return {
    name: app.name,
    get pid() {
      return child?.pid;
    },
    async restart() {
      restarting = true;
      try {
        await end();
      } finally {
        restarting = false;
      }
      crashes = [];
      if (!stopping) await start();
    },
    async stop() {
      stopping = true;
      await end();
    },
    kill() {
      stopping = true;
      clearTimeout(retry);
      child?.kill('SIGKILL');
    },
  };
}

async function rotate(logFile: string): Promise<void> {
  await mkdir(join(logFile, '..'), { recursive: true });
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size > LOG_ROTATE_BYTES) await rename(logFile, `${logFile}.1`);
}
