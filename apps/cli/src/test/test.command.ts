/** @module `visage test`: everything that must pass before a change is accepted. */

import { Option, type Command } from 'commander';
import { wholeNumberFrom } from '../command.number.js';
import type { TestGroup } from './test.step.js';

const GROUPS: readonly TestGroup[] = ['types', 'lint', 'unit', 'e2e'];

interface TestFlags {
  only?: TestGroup;
  repeat?: number;
  busy?: number;
  runs?: number;
  seed?: number;
}

export function register(program: Command): void {
  program
    .command('test')
    .description('run the types, lint, unit and end-to-end tests of this clone')
    .argument('[files...]', 'only test files whose path contains one of these')
    .addOption(new Option('--only <group>', 'run one group alone').choices(GROUPS))
    .option('--repeat <n>', 'run everything n times and say which tests are flaky', wholeNumberFrom(1))
    .option('--busy <n>', 'keep n processes busy beside the tests', wholeNumberFrom(0))
    .option('--runs <n>', 'random sequences that each *.model.test.ts plays (200)', wholeNumberFrom(1))
    .option('--seed <n>', 'use other random sequences than usual', wholeNumberFrom(0))
    .action(async (files: string[], flags: TestFlags) => {
      const { runTests } = await import('./test.run.js');
      process.exitCode = await runTests({ files, ...flags });
    });
}
