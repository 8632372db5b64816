import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryFolder } from '../repository.folder.js';
import { hasSucceeded, readReport, sum, summaryLine } from './test.report.js';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});
const count = (testResults: object[], exitCode = 0, mayBeEmpty = false) =>
  readReport({ testResults }, { exitCode, title: 'Unit tests', mayBeEmpty }).count;

describe('the report of a run', () => {
  test('adds up what passed, failed and was skipped in every file', () => {
    expect(
      count([file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')], 1),
    ).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
    });
  });

  test('a test file that does not load is a failure, not silence', () => {
    expect(count([file('failed'), file('passed', 'passed')], 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test('a run that ends with an error while every test passed has failed', () => {
    expect(count([file('passed', 'passed')], 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('a run without a report, or without any test, has failed', () => {
    expect(readReport(undefined, { exitCode: 0, title: 'Unit tests' })).toEqual({
      count: { passed: 0, failed: 1, skipped: 0 },
      failures: [{ file: '', name: 'Unit tests', reason: 'the run left no report' }],
    });
    expect(count([])).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('a step that contains none of the named files has neither passed nor failed', () => {
    expect(count([], 0, true)).toEqual({ passed: 0, failed: 0, skipped: 0 });
    expect(count([], 1, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test('names what failed, in which file, and why', () => {
    const testResults = [
      {
        name: join(repositoryFolder, 'libs/x/src/y.test.ts'),
        status: 'failed',
        assertionResults: [
          {
            fullName: 'a door stays shut',
            status: 'failed',
            failureMessages: ['expected 200 to be 403\n    at y.test.ts:3:1'],
          },
          { fullName: 'a door opens', status: 'passed', failureMessages: [] },
        ],
      },
      {
        name: join(repositoryFolder, 'libs/x/src/z.test.ts'),
        status: 'failed',
        message: 'Cannot find module\nstack',
        assertionResults: [],
      },
    ];
    expect(readReport({ testResults }, { exitCode: 1, title: 'Unit tests' }).failures).toEqual([
      { file: 'libs/x/src/y.test.ts', name: 'a door stays shut', reason: 'expected 200 to be 403' },
      { file: 'libs/x/src/z.test.ts', name: 'the file as a whole', reason: 'Cannot find module' },
    ]);
  });

  test('skipped tests alone are no success', () => {
    expect(hasSucceeded({ passed: 0, failed: 0, skipped: 4 })).toBe(false);
    expect(hasSucceeded({ passed: 1, failed: 0, skipped: 4 })).toBe(true);
  });

  test('the last line has the format that continuous integration expects', () => {
    const total = sum([
      { passed: 2, failed: 1, skipped: 0 },
      { passed: 3, failed: 0, skipped: 4 },
    ]);
    expect(summaryLine(total)).toBe('5 passed, 1 failed, 4 skipped');
  });
});
