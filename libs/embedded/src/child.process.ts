/**
 * @module A server program as our own child process: output to a log file, awaited until ready, stopped with
 * escalation.
 */

import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildRequest {
  /** Names the program in messages, for example `Postgres`. */
  label: string;
  command: string;
  args: string[];
  cwd: string;
  /** Added to, or instead of, the inherited environment. */
  env?: Record<string, string>;
  inheritEnv?: boolean;
  /** Run as this user and group (needs root). */
  identity?: { uid: number; gid: number };
  /** Standard output and error are appended here. */
  logFile: string;
  /** Polled until it answers true; a thrown error counts as "not yet". */
  isReady: () => Promise<boolean>;
  readyTimeoutMs: number;
  /** Signals to stop with, mildest first, each with how long to wait for the exit. SIGKILL follows automatically. */
  stopWith: { signal: NodeJS.Signals; waitMs: number }[];
}

export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningChild {
  pid: number;
  /** Settles when the program has exited, for whatever reason; never rejects. */
  exited: Promise<ChildExit>;
  /** Stops the program and waits until it has exited; may be called more than once. */
  stop(): Promise<void>;
}

/** The program exited, or did not answer, before it was ready; the message contains the end of its log. */
export class ChildStartError extends Error {
  override readonly name = 'ChildStartError';

  constructor(
    message: string,
    readonly logTail: string,
  ) {
    super(message);
  }
}

const READY_POLL_MS = 25;

/**
 * Starts a program in its own process group (so that Ctrl-C in the terminal reaches only us, and we stop children in
 * order) and waits until it is ready.
 * @throws ChildStartError when it exits or stays silent past `readyTimeoutMs`.
 */
export async function startChild(request: ChildRequest): Promise<RunningChild> {
  const log = await open(request.logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    ...(request.inheritEnv ? {} : { env: request.env ?? {} }),
    ...request.identity,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const spawnError = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('spawn', () => resolve(undefined));
  });
  const failed = await spawnError;
  await log.close();
  if (failed || child.pid === undefined) {
    throw new ChildStartError(`${request.label} did not start: ${failed?.message ?? 'no process'}`, '');
  }
  const running: RunningChild = {
    pid: child.pid,
    exited,
    stop: () => stopChild((signal) => child.kill(signal), exited, request.stopWith),
  };
  try {
    await waitUntilReady(request, exited, logStart);
  } catch (error) {
    await running.stop();
    throw error;
  }
  return running;
}

async function waitUntilReady(
  request: ChildRequest,
  exited: Promise<ChildExit>,
  logStart: number,
): Promise<void> {
  const deadline = Date.now() + request.readyTimeoutMs;
  let ended: ChildExit | undefined;
  void exited.then((exit) => (ended = exit));
  for (;;) {
    if (await request.isReady().catch(() => false)) return;
    if (ended !== undefined || Date.now() > deadline) break;
    await sleep(READY_POLL_MS);
  }
  const tail = await readTail(request.logFile, logStart);
  const what = ended
    ? `${request.label} ended at once (${ended.signal ?? `exit code ${ended.code ?? '?'}`})`
    : `${request.label} gave no answer within ${Math.round(request.readyTimeoutMs / 1000)} s`;
  throw new ChildStartError(`${what}; log: ${request.logFile}${tail && `\n${tail}`}`, tail);
}

async function stopChild(
  kill: (signal: NodeJS.Signals) => boolean,
  exited: Promise<ChildExit>,
  steps: ChildRequest['stopWith'],
): Promise<void> {
  for (const { signal, waitMs } of steps) {
    kill(signal);
    if (await settlesWithin(exited, waitMs)) return;
  }
  kill('SIGKILL');
  await exited;
}

/** Whether `promise` settles within `ms` milliseconds. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

const TAIL_LINES = 15;

async function readTail(path: string, from: number): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(from).toString('utf8').trim().split('\n').slice(-TAIL_LINES).join('\n');
}
