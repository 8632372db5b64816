/** @module `visage verify`: are two photos of the same person? */
import type { Command } from 'commander';
import { numberBetween, wholeNumberFrom } from '../command.number.js';
import type { VerifyOptions } from './verify.run.js';

export function register(program: Command): void {
  program
    .command('verify')
    .description('say whether two photos show the same person, and the distance (1 - likeness, 0..2)')
    .argument('[a]', 'a photo')
    .argument('[b]', 'another photo')
    .option('--threshold <likeness>', 'likeness from which faces are one person', numberBetween(-1, 1))
    .option('--model <name>', 'embedder to compare faces with, see `visage models --list`')
    .option('--second-opinion <name>', 'another embedder, asked where the first is in doubt')
    .option(
      '--pairs <tsv>',
      'compare many: one path<TAB>path per line; relative paths start at the file, else here',
    )
    .option(
      '--threads <n>',
      'photos worked on at once (default: one per processor, memory allowing)',
      wholeNumberFrom(1),
    )
    .option('--json', 'print a JSON object (a line per pair)')
    .addHelpText(
      'after',
      '\nIf a photo shows several faces, the largest, most central one counts. The same person: distance <= 1 - threshold.\n' +
        'Exit codes for two photos: 0 same, 1 different, 2 could not be compared. With --pairs: 0, or 3 when some failed.',
    )
    .action(async (a: string | undefined, b: string | undefined, options: VerifyOptions) => {
      const { verifyCommand } = await import('./verify.run.js');
      process.exitCode = await verifyCommand(a, b, options);
    });
}
