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
  env: Record<string, string>;
  logFile: string;
  /** Working folder for this app only: a later start recognises a leftover process by it. */
  folder: string;
}

export interface AppProcess {
  readonly name: string;
  readonly pid: number | undefined;
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
  let retry: NodeJS.Timeout | undefined;
  let crashes: number[] = [];
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    const log = await open(app.logFile, 'a');
    const started = spawn(process.execPath, ['--enable-source-maps', '--import', parentWatch, app.main], {
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
    if (stopping) return;
    const now = Date.now();
    const { delayMs, recent } = backoffDelay([...crashes, now]);
    crashes = recent;
    onCrash(app.name, why, delayMs);
    retry = setTimeout(() => {
      start().catch((error: unknown) => ended(String(error), () => undefined));
    }, delayMs);
  };

  await start();
  return {
    name: app.name,
    get pid() {
      return child?.pid;
    },
    async stop() {
      stopping = true;
      clearTimeout(retry);
      child?.kill('SIGTERM');
      if (await settlesWithin(exited, STOP_MS)) return;
      child?.kill('SIGKILL');
      await exited;
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
