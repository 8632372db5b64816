/**
 * @module Runs before the tests of a file when faults are tried out: code that runs in hooks counts as run by that
 * file, and temporary files and servers that a fault leaves behind are cleared away. Loaded by Vitest after Stryker's
 * own setup.
 */
import { mkdirSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { AROUND } from './mutant.judges.js';

declare module 'vitest' {
  export interface ProvidedContext {
    globalNamespace: string;
    mode: 'dry-run' | 'mutant';
    /** Folder for the temporary files of this process only. */
    scratch: string;
  }
}

const scratch = join(inject('scratch'), String(process.pid));
mkdirSync(scratch, { recursive: true });
// oxlint-disable-next-line no-restricted-properties -- what the tests' own os.tmpdir() asks
process.env.TMPDIR = scratch;

if (inject('mode') === 'dry-run') countHooks();
afterAll(clearAway);

/** Stryker asks for the current test whenever a place is reached; between tests there is none. */
function countHooks(): void {
  const name = inject('globalNamespace');
  const spaces = globalThis as unknown as Record<string, object | undefined>;
  const space = (spaces[name] ??= {});
  let test: string | undefined;
  let around: string | undefined;
  Object.defineProperty(space, 'currentTestId', {
    configurable: true,
    get: () => test ?? around,
    set: (id: string | undefined) => (test = id),
  });
  // the pattern tells Vitest which fixtures are wanted: none
  beforeAll(({}, suite) => {
    around = `${suite.file.filepath}#${AROUND}`;
  });
  afterAll(() => {
    around = undefined;
  });
}

/** Servers work in a folder of the scratch folder; one that still does has lost its test. */
function clearAway(): void {
  for (const pid of readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid,
  )) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`).startsWith(`${scratch}/`)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // already exited, or somebody else's
    }
  }
  rmSync(scratch, { recursive: true, force: true });
}
