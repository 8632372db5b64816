/** @module Node.js itself, and the installation around it. */

import { access } from 'node:fs/promises';
import { inRepository } from '../repository.folder.js';
import { missing, ok, type Check } from './doctor.check.js';

/** The oldest versions that every dependency supports: Prisma 7 asks for these. */
export function isNodeSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
}

export const nodeCheck: Check = {
  title: 'Node.js',
  async run() {
    if (isNodeSupported(process.version)) return ok(process.version);
    return missing(process.version, 'install Node 20.19 or newer, or 22.12 or newer: https://nodejs.org');
  },
};

const BUILT = ['gateway', 'detector', 'embedder', 'clusterer', 'drive-sync'].map(
  (app) => `apps/${app}/dist/main.js`,
);

export const installationCheck: Check = {
  title: 'Installation',
  async run() {
    const needed = ['node_modules/.visage-install', 'apps/web/dist/index.html', ...BUILT];
    const absent: string[] = [];
    for (const path of needed) {
      await access(inRepository(path)).catch(() => absent.push(path));
    }
    if (absent.length === 0) return ok('installed and built');
    return missing(
      `not there: ${absent.join(', ')}`,
      'remove node_modules/.visage-build and run ./visage doctor again',
    );
  },
};
