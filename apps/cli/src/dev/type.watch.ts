/** @module The compiler, watching the sources of a clone in a process of its own. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { settlesWithin } from '@visage/embedded/child.process';
import { CompilerOutput, type CompilerRound } from './compiler.output.js';

export interface TypeWatch {
  /** Once everything has been compiled for the first time. */
  readonly ready: Promise<CompilerRound>;
  stop(): Promise<void>;
  kill(): void;
}

export interface TypeWatcher {
  /** A round is over; the first one among them. */
  onRound: (round: CompilerRound) => void;
  /** What the compiler wants people to see. */
  onLine: (line: string) => void;
  /** It ended by itself. */
  onLost: (error: Error) => void;
}

const STOP_MS = 2_000;
const parentWatch = fileURLToPath(new URL('../up/parent.watch.js', import.meta.url));

/** @param projects configurations or their folders, in `root`. */
export function watchTypes(
  root: string,
  projects: readonly string[],
  { onRound, onLine, onLost }: TypeWatcher,
  colours: boolean,
): TypeWatch {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--build', '--watch', '--preserveWatchOutput', '--listEmittedFiles'];
  const child = spawn(
    process.execPath,
    ['--import', parentWatch, compiler, ...flags, '--pretty', colours ? 'true' : 'false', ...projects],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  let stopping = false;
  const exited = new Promise<void>((resolve) => {
    const ended = (why: string): void => {
      resolve();
      if (!stopping) onLost(new Error(`the compiler ended (${why})`));
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code ?? '?'}`));
  });
  const output = new CompilerOutput(root);
  const ready = new Promise<CompilerRound>((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { forPeople, round } = output.read(line);
      if (forPeople) onLine(line);
      if (!round) return;
      resolve(round);
      onRound(round);
    });
  });
  const kill = (): void => {
    stopping = true;
    child.kill('SIGKILL');
  };
  return {
    ready,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      if (await settlesWithin(exited, STOP_MS)) return;
      kill();
      await exited;
    },
    kill,
  };
}
