import { describe, expect, test } from 'vitest';
import { countReport, hasSucceeded, sum, summaryLine } from './test.count.js';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the count of tests', () => {
  test('adds up what passed, failed and was skipped in every file', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped', 'todo'), file('failed', 'failed', 'passed')] };
    expect(countReport(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  test('a test file that does not load is a failure, not silence', () => {
    expect(countReport({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test('a run that ends with an error while every test passed has failed', () => {
    expect(countReport({ testResults: [file('passed', 'passed')] }, 1).failed).toBe(1);
  });

  test('a run without a report, or without any test, has failed', () => {
    expect(countReport(undefined, 0).failed).toBe(1);
    expect(countReport({ testResults: [] }, 0).failed).toBe(1);
  });

  test('only skipped tests are no success', () => {
    expect(hasSucceeded({ passed: 0, failed: 0, skipped: 4 })).toBe(false);
    expect(hasSucceeded({ passed: 1, failed: 0, skipped: 4 })).toBe(true);
  });

  test('the last line reads as the continuous integration expects it', () => {
    const total = sum([
      { passed: 2, failed: 1, skipped: 0 },
      { passed: 3, failed: 0, skipped: 4 },
    ]);
    expect(summaryLine(total)).toBe('5 passed, 1 failed, 4 skipped');
  });
});
