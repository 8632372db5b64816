/**
 * @module Threads that Vitest runs tests in, kept from one fault to the next. Vitest starts a new one for every run, and loading
 * the frameworks anew takes longer than most tests; files are loaded anew or not as the project's `isolate` says.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker } from 'vitest/node';

/** Runs until a thread is given up all the same: what faults leave behind adds up. */
const RUNS = 40;

/** One thread for each project of the configuration. */
export class KeptThreads implements PoolRunnerInitializer {
  readonly name = 'kept-threads';
  readonly #threads = new Map<string, { thread: Worker; runs: number }>();
  #isSpent = false;

  createPoolWorker = ({ distPath, env, execArgv, project }: PoolOptions): PoolWorker => {
    const attached: { event: string; callback: (value: unknown) => void }[] = [];
    const kept = () => {
      const known = this.#threads.get(project.name);
      if (known) return known;
      const thread = new Worker(join(distPath, 'workers', 'threads.js'), {
        env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<string, string>,
        execArgv,
        stdout: true,
        stderr: true,
      });
      thread.stdout.resume();
      thread.stderr.resume();
      thread.setMaxListeners(0);
      const fresh = { thread, runs: 0 };
      this.#threads.set(project.name, fresh);
      thread.once('exit', () => {
        if (this.#threads.get(project.name) === fresh) this.#threads.delete(project.name);
      });
      return fresh;
    };
    return {
      name: this.name,
      on: (event, callback) => {
        attached.push({ event, callback });
        kept().thread.on(event, callback);
      },
      off: (event, callback) => kept().thread.off(event, callback),
      send: (message) => {
        // a thread that was told to stop listens no more, so it is not told, and Vitest is answered in its place
        if (message.type === 'stop') {
          const stopped = { type: 'stopped', __vitest_worker_response__: true };
          for (const { event, callback } of attached) if (event === 'message') queueMicrotask(() => callback(stopped));
        } else kept().thread.postMessage(message);
      },
      deserialize: (data) => data,
      start: async () => {
        kept().runs += 1;
      },
      stop: async () => {
        const { thread, runs } = kept();
        for (const { event, callback } of attached.splice(0)) thread.off(event, callback);
        if (runs < RUNS && !this.#isSpent) return;
        this.#threads.delete(project.name);
        await thread.terminate();
      },
    };
  };

  /** After something that a thread is not trusted with any longer. */
  async giveUp(): Promise<void> {
    const threads = [...this.#threads.values()];
    this.#threads.clear();
    await Promise.all(threads.map(({ thread }) => thread.terminate()));
  }

  /** No thread is kept any longer. */
  async close(): Promise<void> {
    this.#isSpent = true;
    await this.giveUp();
  }
}
