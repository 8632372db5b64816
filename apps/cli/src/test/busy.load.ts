/** @module Processes that keep cores busy, to see which tests depend on a machine that has nothing else to do. */

import { spawn } from 'node:child_process';

/** Ends with its parent, whose end closes the input. */
const SPIN = `process.stdin.on('end', () => process.exit()).resume();
const turn = () => { for (const end = Date.now() + 200; Date.now() < end; ); setImmediate(turn); };
turn();`;

/** @returns what ends them. */
export function keepBusy(processes: number): () => void {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ['-e', SPIN], { stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  return () => {
    for (const child of children) child.kill();
  };
}
