/** @module `visage sort`: a folder of photos becomes folders of people, without a server. */
import { CARE_LEVELS } from '@visage/clustering/linkage/care.level';
import { Option, type Command } from 'commander';
import { numberBetween, wholeNumberFrom } from '../command.number.js';
import type { SortOptions } from './sort.options.js';

export function register(program: Command): void {
  program
    .command('sort')
    .description('sort the photos below a folder by the people in them')
    .argument('<folder>', 'folder of photos, read with all folders below it and not modified')
    .option('--out <folder>', 'where to put the result (default: <folder>-sorted)')
    .addOption(
      new Option(
        '--care <level>',
        'careful: rather one person in two folders than two people in one; generous: the other way round',
      )
        .choices(CARE_LEVELS)
        .default('balanced'),
    )
    .option(
      '--threshold <similarity>',
      'likeness from which faces are one person, instead of what suits the folder and --care',
      numberBetween(-0.99, 1),
    )
    .option('--model <name>', 'embedder to compare faces with, see `visage models --list`')
    .option('--second-opinion <name>', 'another embedder, asked where the first is in doubt')
    .option('--min-photos <n>', 'people in fewer photos get no folder', wholeNumberFrom(1), 1)
    .option(
      '--references <folder>',
      'folder with one sub-folder of pictures per known person, named after them',
    )
    .option(
      '--threads <n>',
      'photos worked on at once (default: one per processor, memory allowing)',
      wholeNumberFrom(1),
    )
    .option('--again', 'make folders and photos again that were deleted by hand from the result')
    .option('--json', 'print the summary as JSON and nothing else')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 wrong arguments, 3 done but some files could not be read or placed, 130 interrupted.\n' +
        'Run it again after an interruption or with new photos: it continues where it stopped.\n\n' +
        'What you do to the folders in the result is taken as said: a renamed folder keeps its person, the people of\n' +
        'folders put together are one, a photo moved to another folder shows that person, and what you delete stays\n' +
        'deleted. Files that you put there are never moved or removed. people.json in the result remembers it.',
    )
    .action(async (folder: string, options: SortOptions) => {
      const { sortCommand } = await import('./sort.run.js');
      process.exitCode = await sortCommand(folder, options);
    });
}
