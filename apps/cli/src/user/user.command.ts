/** @module `visage user`: the accounts of those who sign in. */

import { Option, type Command } from 'commander';
import type { AddFlags, DataFlag, PasswordFlags, RemoveFlags } from './user.flags.js';

export function register(program: Command): void {
  const user = program.command('user').description('add, list and remove accounts, and set passwords');
  const data = () =>
    new Option('--data <folder>', 'data folder of the installation (default: .visage in the clone)');
  const stdin = () =>
    new Option('--password-stdin', 'read the password from standard input instead of generating one');

  user
    .command('add <email>')
    .description('add an account and print its password')
    .option('--name <name>', 'name to show (default: the part of the address before the @)')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['organizer', 'admin', 'collaborator'])
        .default('organizer'),
    )
    .addOption(stdin())
    .addOption(data())
    .action(async (email: string, flags: AddFlags) => (await import('./user.run.js')).addUser(email, flags));
  user
    .command('list')
    .description('show every account')
    .addOption(data())
    .action(async (flags: DataFlag) => (await import('./user.run.js')).listUsers(flags));
  user
    .command('password <email>')
    .description('set a new password, print it, and end the sessions of the account')
    .addOption(stdin())
    .addOption(data())
    .action(async (email: string, flags: PasswordFlags) =>
      (await import('./user.run.js')).resetPassword(email, flags),
    );
  user
    .command('remove <email>')
    .description('remove an account that never owned an event, and give the signed receipt of that as JSON')
    .option('--receipt <file>', 'write the receipt to this new file instead of standard output')
    .addOption(data())
    .action(async (email: string, flags: RemoveFlags) =>
      (await import('./user.run.js')).removeUser(email, flags),
    );
}
