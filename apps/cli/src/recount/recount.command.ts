/** @module `visage recount`: counts the photos, faces, people and bytes of all events, and mends what was counted wrong. */
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('recount')
    .description('count what every event has, say where the counts that are kept differ, and mend them')
    .option('--data <folder>', 'data folder of the installation (default: .visage in the clone)')
    .action(async (flags: { data?: string }) => (await import('./recount.run.js')).runRecount(flags));
}
