/** @module Everything that `visage test` runs, in order: quick answers first. */

import { commandStep, vitestStep, type TestStep } from './test.step.js';

const npm = (script: string) => ['run', '--silent', script];

/** Steps of one row do not depend on each other, and run in parallel. */
export const TEST_STEPS: readonly (readonly TestStep[])[] = [
  [commandStep('types', 'Types of the code', 'tsc', ['-b'])],
  [
    // looks at all types anyway, those of the tests and the web app among them
    commandStep('lint', 'Lint and types', 'oxlint', ['--type-check']),
    commandStep('lint', 'Format', 'oxfmt', ['--check']),
    commandStep('lint', 'Import boundaries', 'npm', npm('boundaries')),
    commandStep('lint', 'Database schema', 'npm', npm('validate'), 'libs/database'),
    commandStep('lint', 'Migrations give the schema', 'npm', npm('check:migrations')),
    commandStep('lint', 'API client is fresh', 'npm', npm('check'), 'libs/api-client'),
    commandStep('e2e', 'Build of the web app', 'npm', npm('build'), 'apps/web'),
  ],
  [vitestStep('unit', 'Unit and contract tests', 'vitest.config.ts')],
  [commandStep('unit', 'Training on generated faces', './test.sh', [], 'training')],
  [vitestStep('e2e', 'End-to-end tests', 'test/vitest.config.ts')],
];
