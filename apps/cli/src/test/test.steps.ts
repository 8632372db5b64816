/** @module Everything that `visage test` runs, in order: quick answers first. */

import { commandStep, vitestStep, type TestStep } from './test.step.js';

const npm = (script: string) => ['run', '--silent', script];

/** By content, because a clone gives every file a new time. */
const LINT_CACHE = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  'node_modules/.cache/eslint/',
];

const FORMAT_CACHE = [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  'node_modules/.cache/prettier',
];

/** Steps of one row do not depend on each other, and run in parallel. */
export const TEST_STEPS: readonly (readonly TestStep[])[] = [
  [commandStep('types', 'Types of the code', 'tsc', ['-b'])],
  [
    commandStep('lint', 'Lint', 'eslint', ['.', '--max-warnings=0', ...LINT_CACHE]),
    commandStep('lint', 'Format', 'prettier', ['--check', '--log-level', 'warn', ...FORMAT_CACHE, '.']),
    commandStep('types', 'Types of the tests', 'tsc', ['-p', 'tsconfig.test.json']),
    commandStep('types', 'Types of the web app', 'tsc', ['-p', 'apps/web/tsconfig.json', '--noEmit']),
    commandStep('lint', 'Import boundaries', 'npm', npm('boundaries')),
    commandStep('lint', 'Database schema', 'npm', npm('validate'), 'libs/database'),
    commandStep('lint', 'Migrations give the schema', 'npm', npm('check:migrations')),
    commandStep('lint', 'API client is fresh', 'npm', npm('check'), 'libs/api-client'),
  ],
  [vitestStep('unit', 'Unit and contract tests', 'vitest.config.ts')],
  [
    commandStep('unit', 'Training on generated faces', './test.sh', [], 'training'),
    commandStep('e2e', 'Build of the web app', 'npm', npm('build'), 'apps/web'),
  ],
  [vitestStep('e2e', 'End-to-end tests', 'test/vitest.config.ts')],
];
