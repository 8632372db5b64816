/** @module `visage keys`: whether every event has its key, and every key its event; and new keys in the place of old ones. */
import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import type { RotateFlags } from './keys.rotate.js';

const DATA = ['--data <folder>', 'data folder of the installation (default: .visage in the clone)'] as const;

export function register(program: Command): void {
  const keys = program.command('keys').description('look after the keys that seal the faces of events');
  keys
    .command('check')
    .description('say which events have no key, which keys no event, and which need another master key')
    .option(...DATA)
    .action(async (flags: { data?: string }) => (await import('./keys.check.js')).runKeysCheck(flags));
  keys
    .command('rotate')
    .description('replace the master key, or the key of an event, while everything goes on')
    .option('--event <id>', 'seal the faces of this event anew, under a new key', eventId)
    .option('--all', 'the same for every event')
    .option(
      '--end-links',
      'with a new master key: QR codes and links that were made before open nothing any more',
    )
    .option('--yes', 'do it, without being told first what it means')
    .option(...DATA)
    .action(async (flags: RotateFlags) => (await import('./keys.rotate.js')).runKeysRotate(flags));
}

function eventId(text: string): string {
  const id = z.uuid().safeParse(text.toLowerCase());
  if (!id.success)
    throw new InvalidArgumentError('It must be the id of an event, as in the address of its page.');
  return id.data;
}
