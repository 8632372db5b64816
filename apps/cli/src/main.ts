#!/usr/bin/env node
/** @module `visage`: the commands, each in its own folder, which is loaded only when the command is called. */
import { Command, CommanderError } from 'commander';
import { exitCodeOf } from './command.exit.js';
import { register as registerDev } from './dev/dev.command.js';
import { register as registerDoctor } from './doctor/doctor.command.js';
import { register as registerKeys } from './keys/keys.command.js';
import { register as registerMigrate } from './migrate/migrate.command.js';
import { register as registerModels } from './models/models.command.js';
import { register as registerMutate } from './mutate/mutate.command.js';
import { register as registerReceipt } from './receipt/receipt.command.js';
import { register as registerRecount } from './recount/recount.command.js';
import { register as registerSeed } from './seed/seed.command.js';
import { register as registerSort } from './sort/sort.command.js';
import { register as registerTest } from './test/test.command.js';
import { register as registerUp } from './up/up.command.js';
import { register as registerUser } from './user/user.command.js';
import { register as registerVerify } from './verify/verify.command.js';

const program = new Command('visage')
  .description('Every guest of an event finds their own photos.')
  .exitOverride();
const commands = [
  ...[
    registerUp,
    registerDev,
    registerSeed,
    registerDoctor,
    registerUser,
    registerMigrate,
    registerRecount,
    registerKeys,
    registerReceipt,
  ],
  ...[registerSort, registerVerify, registerModels, registerTest, registerMutate],
];
for (const register of commands) register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, error instanceof CommanderError);
}
