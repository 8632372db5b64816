/** @module Free space and permissions of the data folder, and the port of the web address. */

import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isPortFree } from '@visage/embedded/free.port';
import type { DataFolder } from '../up/data.folder.js';
import { readLockOwner } from '../up/data.lock.js';
import { DEFAULT_PORT } from '../up/up.port.js';
import { missing, ok, optional, reasonOf, type Check } from './doctor.check.js';

const GIB = 1024 ** 3;
/** Postgres, Redis, models and previews of a small event. */
const NEEDED_GIB = 2;

export function dataCheck(data: DataFolder): Check {
  return {
    title: 'Data folder',
    async run() {
      const existing = await nearestExisting(data.root);
      const remedy = 'choose a folder you can write to with --data';
      try {
        await access(existing, constants.W_OK | constants.X_OK);
      } catch (error) {
        return missing(reasonOf(error), remedy);
      }
      const { bavail, bsize } = await statfs(existing);
      const free = (bavail * bsize) / GIB;
      if (free < NEEDED_GIB)
        return missing(`${data.root}: ${free.toFixed(1)} GiB free`, `free ${NEEDED_GIB} GiB, or ${remedy}`);
      return ok(`${data.root}, ${free.toFixed(0)} GiB free`);
    },
  };
}

export function portCheck(data: DataFolder, port = DEFAULT_PORT): Check {
  return {
    title: 'Port',
    async run() {
      const owner = await readLockOwner(data.lockFile);
      if (owner) return ok(`Visage runs (process ${owner.pid})`);
      if (await isPortFree(port, '0.0.0.0')) return ok(`${port} is free`);
      return optional(
        `${port} is taken by another program`,
        'visage up takes the next free one, or the one given with --port',
      );
    },
  };
}

async function nearestExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if (await stat(folder).catch(() => undefined)) return folder;
  }
}
