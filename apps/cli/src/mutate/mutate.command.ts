/** @module `visage mutate`: puts faults into a copy of the code and counts those that the tests notice. */
import type { Command } from 'commander';
import { wholeNumberFrom } from '../command.number.js';

interface Flags {
  sample?: number;
  seed: string;
  list: boolean;
  save: boolean;
  force: boolean;
  concurrency: number;
}

export function register(program: Command): void {
  program
    .command('mutate')
    .description('put faults into a copy of this clone and count those that its tests notice')
    .argument(
      '[place]',
      'a folder or file of the clone, or the name of an area; if absent, everything, area after area',
    )
    .option('--sample <n>', 'test only this many faults of each area, drawn at random', wholeNumberFrom(1))
    .option('--seed <text>', 'draw others', '1')
    .option('--list', 'print the faults that no test noticed', false)
    .option('--save', 'write the table and the lists of benchmarks/mutation (whole areas only)', false)
    .option('--force', 'also test what an earlier run has already tested', false)
    .option('--concurrency <n>', 'faults tested at a time', wholeNumberFrom(1), 2)
    .action(async (target: string | undefined, flags: Flags) => {
      const { mutate } = await import('./mutate.run.js');
      process.exitCode = await mutate({ ...(target === undefined ? {} : { target }), ...flags });
    });
}
