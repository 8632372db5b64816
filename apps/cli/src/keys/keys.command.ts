/** @module `visage keys`: whether every event has its key, and every key its event. */
import type { Command } from 'commander';

export function register(program: Command): void {
  const keys = program.command('keys').description('look after the keys that seal the faces of events');
  keys
    .command('check')
    .description('say which events have no key, which keys no event, and which need another master key')
    .option('--data <folder>', 'data folder of the installation (default: .visage in the clone)')
    .action(async (flags: { data?: string }) => (await import('./keys.check.js')).runKeysCheck(flags));
}
