/** @module Chromium for the browser tests: the one named in the environment, an installed one, else Debian's. */

import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Where packages put it. */
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

/** The path of a Chromium, or undefined. */
export async function findChromium(chosen: string | undefined): Promise<string | undefined> {
  const candidates =
    chosen === undefined ? FOLDERS.flatMap((folder) => NAMES.map((name) => join(folder, name))) : [chosen];
  for (const path of candidates) {
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}

/**
 * Finds Chromium, or installs Debian's if we are root on a system with apt.
 * @param say receives progress messages.
 * @returns undefined if there is none and none can be installed; `say` has been told why.
 */
export async function provideChromium(
  chosen: string | undefined,
  say: (line: string) => void,
): Promise<string | undefined> {
  const found = await findChromium(chosen);
  if (found !== undefined) return found;
  if (chosen !== undefined) {
    say(`CHROMIUM_PATH names no program (${chosen}): the browser tests are skipped`);
    return undefined;
  }
  if (process.getuid?.() !== 0) {
    say(
      'no Chromium, and only root can install one: the browser tests are skipped (apt-get install chromium)',
    );
    return undefined;
  }
  say("no Chromium: installing Debian's");
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  if ((await apt(['update'])) && (await apt(install))) return findChromium(undefined);
  say('Chromium cannot be installed here: the browser tests are skipped');
  return undefined;
}

function apt(args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
