/** @module `visage doctor`: what is missing on this machine, and how to get it. */

import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('doctor')
    .description('say what is missing on this machine and how to get it')
    .option('--data <folder>', 'data folder to check (default: .visage in the clone)')
    .action(async (flags: { data?: string }) => {
      const { runDoctor } = await import('./doctor.run.js');
      process.exitCode = await runDoctor(flags.data);
    });
}
