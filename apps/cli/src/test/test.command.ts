/** @module `visage test`: everything that must pass before a change is taken in. */

import { Option, type Command } from 'commander';
import type { TestGroup } from './test.step.js';

const GROUPS: readonly TestGroup[] = ['types', 'lint', 'unit', 'e2e'];

export function register(program: Command): void {
  program
    .command('test')
    .description('run the types, lint, unit and end-to-end tests of this clone')
    .addOption(new Option('--only <group>', 'run one group alone').choices(GROUPS))
    .action(async (flags: { only?: TestGroup }) => {
      const { runTests } = await import('./test.run.js');
      process.exitCode = await runTests(flags.only);
    });
}
