/**
 * @module Threads in which Vitest runs tests, kept from one fault to the next. Vitest starts a new one for every run,
 * and loading the frameworks again takes longer than most tests; whether files are loaded again is decided by the
 * project's `isolate`.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker } from 'vitest/node';

/** Number of runs after which a thread is replaced anyway: what faults leave behind adds up. */
const RUNS = 40;

interface KeptThread {
  thread: Worker;
  runs: number;
  /** Number of Vitest's workers that use it now: one may still be stopping when the next has started. */
  users: number;
}

/** One thread for each project of the configuration. */
export class KeptThreads implements PoolRunnerInitializer {
  readonly name = 'kept-threads';
  readonly #threads = new Map<string, KeptThread>();

  createPoolWorker = (options: PoolOptions): PoolWorker => {
    const attached: { event: string; callback: (value: unknown) => void }[] = [];
    let own: KeptThread | undefined;
    const thread = (): Worker => {
      if (!own) throw new Error('the thread was not started');
      return own.thread;
    };
    const detach = (): void => {
      for (const { event, callback } of attached.splice(0)) thread().off(event, callback);
    };
    return {
      name: this.name,
      on: (event, callback) => {
        attached.push({ event, callback });
        thread().on(event, callback);
      },
      off: (event, callback) => thread().off(event, callback),
      send: (message) => {
        if (message.type !== 'stop') return thread().postMessage(message);
        // a thread that was told to stop no longer listens, so it is not told, and Vitest is answered on its behalf
        const listeners = attached.filter(({ event }) => event === 'message');
        detach();
        const stopped = { type: 'stopped', __vitest_worker_response__: true };
        for (const { callback } of listeners) queueMicrotask(() => callback(stopped));
      },
      deserialize: (data) => data,
      start: async () => {
        own ??= this.#take(options);
      },
      stop: async () => {
        detach();
        if (own) await this.#leave(own);
      },
    };
  };

  /** Call after anything that makes a thread untrustworthy, and in the end. */
  async giveUp(): Promise<void> {
    const kept = [...this.#threads.values()];
    this.#threads.clear();
    await Promise.all(kept.map(({ thread }) => thread.terminate()));
  }

  #take({ distPath, env, execArgv, project }: PoolOptions): KeptThread {
    const known = this.#threads.get(project.name);
    const kept = known ?? { thread: startThread(distPath, env, execArgv), runs: 0, users: 0 };
    if (!known) {
      this.#threads.set(project.name, kept);
      kept.thread.once('exit', () => this.#forget(kept));
    }
    kept.runs += 1;
    kept.users += 1;
    return kept;
  }

  async #leave(kept: KeptThread): Promise<void> {
    kept.users -= 1;
    if (kept.runs < RUNS || kept.users > 0) return;
    this.#forget(kept);
    await kept.thread.terminate();
  }

  #forget(kept: KeptThread): void {
    for (const [name, known] of this.#threads) if (known === kept) this.#threads.delete(name);
  }
}

function startThread(distPath: string, env: PoolOptions['env'], execArgv: string[]): Worker {
  const known = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const options = { env: Object.fromEntries(known), execArgv, stdout: true, stderr: true };
  const thread = new Worker(join(distPath, 'workers', 'threads.js'), options);
  thread.setMaxListeners(0);
  // nobody reads what is printed while faults are tried out, and unread output would fill the memory
  thread.stdout.resume();
  thread.stderr.resume();
  return thread;
}
