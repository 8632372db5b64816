/** @module Step: the apps, each a process of its own. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { stopLeftovers } from '@visage/embedded/leftover.process';
import { CommandError } from '../command.error.js';
import { childEnvironment } from '../env.js';
import { inRepository } from '../repository.folder.js';
import { runApp, type AppProcess, type OnCrash } from './app.process.js';
import type { DataFolder } from './data.folder.js';

/** The gateway last: when it answers, the workers are already starting. */
export const APPS = ['embedder', 'detector', 'clusterer', 'drive-sync', 'gateway'] as const;

/** Node's main thread has one of these names, depending on its version. */
const NODE_NAMES = ['node', 'MainThread', 'node-MainThread'];

/** glibc keeps a heap for every thread and returns little of them: two are enough, as in the Dockerfile. */
const MEMORY = { MALLOC_ARENA_MAX: '2' };

/** Ends apps of an earlier start whose parent was killed and that are still running. */
export async function stopLeftoverApps(data: DataFolder): Promise<void> {
  await Promise.all(
    APPS.map((name) => {
      const folder = join(data.apps, name);
      return stopLeftovers({ folder, programs: NODE_NAMES, pidFile: join(folder, 'pid') }, 'SIGTERM', 12_000);
    }),
  );
}

/**
 * Starts every app with `settings` added to our own environment.
 * @param inspected the app that a debugger may attach to, at Node's usual port.
 */
export async function startApps(
  data: DataFolder,
  settings: Record<string, string | undefined>,
  onCrash: OnCrash,
  inspected?: string,
): Promise<AppProcess[]> {
  const env = childEnvironment({ ...MEMORY, NODE_ENV: 'production', ...settings });
  const running: AppProcess[] = [];
  try {
    for (const name of APPS) {
      const main = inRepository('apps', name, 'dist', 'main.js');
      await access(main).catch(() => {
        throw new CommandError(`${main} is missing; remove node_modules/.visage-build and start again`);
      });
      const logFile = join(data.logs, `${name}.log`);
      const nodeOptions = name === inspected ? ['--inspect'] : [];
      running.push(
        await runApp({ name, main, nodeOptions, env, logFile, folder: join(data.apps, name) }, onCrash),
      );
    }
  } catch (error) {
    await stopApps(running);
    throw error;
  }
  return running;
}

/** The gateway first, so that nobody is promised work that no worker will do. */
export async function stopApps(apps: readonly AppProcess[]): Promise<void> {
  await Promise.all(apps.map((app) => app.stop()));
}

/** Tells the terminal, and where to read more. */
export function reportCrash(data: DataFolder): OnCrash {
  return (name, why, delayMs) => {
    const seconds = (delayMs / 1000).toFixed(1);
    process.stderr.write(
      `${name} ended (${why}); starting it again in ${seconds} s. Log: ${data.logs}/${name}.log\n`,
    );
  };
}
