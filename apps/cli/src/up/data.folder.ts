/** @module The data folder: one place for everything that `visage up` keeps, and the names in it. */

import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandError } from '../command.error.js';
import { inRepository } from '../repository.folder.js';

export interface DataFolder {
  root: string;
  lockFile: string;
  postgres: string;
  redis: string;
  storage: string;
  masterKeyFile: string;
  /** Data keys of events, wrapped by the master key. */
  keys: string;
  logs: string;
  /** Working folders of the apps, one each. */
  apps: string;
  /** Progress of the first start; holds the password until that is complete. */
  firstStartFile: string;
  demoFile: string;
  portFile: string;
  /** Where the platform was reached when it was last started: one line. */
  addressFile: string;
}

/** Where `visage dev` keeps its own, so that it touches nothing of `visage up`. */
export const devDataFolder = inRepository('.visage-dev');

/** The folders of `--data`, or of `.visage/` in the clone. Creates nothing yet. */
export function dataFolder(chosen?: string): DataFolder {
  const root = chosen === undefined ? inRepository('.visage') : resolve(chosen);
  return {
    root,
    lockFile: join(root, 'up.lock'),
    postgres: join(root, 'postgres'),
    redis: join(root, 'redis'),
    storage: join(root, 'storage'),
    masterKeyFile: join(root, 'master.key'),
    keys: join(root, 'keys'),
    logs: join(root, 'logs'),
    apps: join(root, 'apps'),
    firstStartFile: join(root, 'first-start.json'),
    demoFile: join(root, 'demo.json'),
    portFile: join(root, 'port'),
    addressFile: join(root, 'address'),
  };
}

/** Creates the folder, private to its owner. @throws CommandError when it cannot be written. */
export async function openDataFolder(data: DataFolder): Promise<void> {
  try {
    await mkdir(data.root, { recursive: true, mode: 0o700 });
    await mkdir(data.logs, { recursive: true });
    await access(data.root, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `cannot write to the data folder ${data.root} (${reason}); choose another with --data`,
    );
  }
}
