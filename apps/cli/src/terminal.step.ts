/** @module A step of work as one line in the terminal: what it does, then how long it took. */

import { style } from './terminal.style.js';

/** Says in a few words what the step is doing now; replaces the previous message. */
export type Say = (detail: string) => void;

export interface StepOutput {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Runs `work` and shows it as a line: `✓ Postgres  0.4 s`. What it throws is passed on. */
export async function step<T>(
  title: string,
  work: (say: Say) => Promise<T>,
  out: StepOutput = process.stdout,
): Promise<T> {
  const started = performance.now();
  const line = liveLine(out);
  let last = '';
  const say: Say = (detail) => {
    if (detail === last) return;
    last = detail;
    line.show(`  ${title}  ${detail}`);
  };
  if (out.isTTY) line.show(`  ${title}`);
  try {
    const result = await work(say);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    line.end(`${style('green', '✓')} ${title}  ${style('dim', `${seconds} s`)}`);
    return result;
  } catch (error) {
    line.end(`${style('red', '✗')} ${title}`);
    throw error;
  }
}

/**
 * On a terminal the line is rewritten in place; in a file or pipe each message is a line, printed only if it differs.
 */
function liveLine(out: StepOutput): { show(text: string): void; end(text: string): void } {
  if (!out.isTTY) {
    return { show: (text) => out.write(`${text}\n`), end: (text) => out.write(`${text}\n`) };
  }
  const clear = '\r\u001b[2K';
  return {
    show: (text) => out.write(clear + text.slice(0, (out.columns || 80) - 1)),
    end: (text) => out.write(`${clear}${text}\n`),
  };
}
