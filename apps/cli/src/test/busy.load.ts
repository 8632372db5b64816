/** @module Processes that keep cores busy, to find tests that depend on an idle machine. */

import { spawn } from 'node:child_process';

/** Exits with its parent, whose exit closes the input. */
const SPIN = `process.stdin.on('end', () => process.exit()).resume();
const turn = () => { for (const end = Date.now() + 200; Date.now() < end; ); setImmediate(turn); };
turn();`;

/** @returns a function that ends them. */
export function keepBusy(processes: number): () => void {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  return () => {
    for (const child of children) child.kill();
  };
}
