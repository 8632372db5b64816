/** @module `visage seed`: a large event to try things on, without a photo of anybody. */

import type { Command } from 'commander';
import { wholeNumberFrom } from '../command.number.js';
import { ORGANIZER_EMAIL } from '../up/up.organizer.js';
import type { SeedFlags } from './seed.flags.js';

const count = wholeNumberFrom(1, 1_000_000);

export function register(program: Command): void {
  program
    .command('seed')
    .description('make a large event to try things on: drawn photos, made-up people, guests')
    .option('--photos <n>', 'photos, drawn, three faces each', count, 500)
    .option('--people <n>', 'people on them', count, 60)
    .option('--guests <n>', 'guests who found themselves', count, 40)
    .option('--seed <n>', 'the same number gives the same event', count, 1)
    .option('--name <name>', 'name of the event', 'Made event')
    .option('--owner <email>', 'account that it belongs to', ORGANIZER_EMAIL)
    .option(
      '--data <folder>',
      'data folder (default: that of a running dev, else of up); not with DATABASE_URL',
    )
    .action(async (flags: SeedFlags) => {
      const { runSeed } = await import('./seed.run.js'); // loads the database client: not for every command
      await runSeed(flags);
    });
}
