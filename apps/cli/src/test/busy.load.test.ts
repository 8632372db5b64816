import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { keepBusy } from './busy.load.js';

/** Children of this process, by their command lines. */
function children(): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return parent === process.pid ? [readFileSync(`/proc/${entry}/cmdline`, 'utf8')] : [];
      } catch {
        return []; // it has exited meanwhile
      }
    });
}
const busy = (): number => children().filter((line) => line.includes('setImmediate(turn)')).length;

it.runIf(process.platform === 'linux')(
  'keeps as many processes busy as it is told, until it is told to stop',
  async () => {
    const stop = keepBusy(2);
    await expect.poll(busy, { timeout: 20_000 }).toBe(2);
    stop();
    await expect.poll(busy, { timeout: 20_000 }).toBe(0);
  },
);
