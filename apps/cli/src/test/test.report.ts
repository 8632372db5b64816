/** @module The result of a run of tests: how many passed, failed and were skipped, and which failed. */

import { relative } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from '../repository.folder.js';

export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
}

export interface TestFailure {
  /** Path in the repository; empty for a step that is a command. */
  file: string;
  name: string;
  /** The first line of the first error. */
  reason: string;
}

export interface TestReport {
  count: TestCount;
  failures: TestFailure[];
}

export const NOTHING: TestCount = { passed: 0, failed: 0, skipped: 0 };

export function sum(counts: readonly TestCount[]): TestCount {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
      skipped: total.skipped + count.skipped,
    }),
    NOTHING,
  );
}

/** The last line of `visage test`. */
export function summaryLine(count: TestCount): string {
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
}

/** A run that tested nothing has not succeeded. */
export function hasSucceeded(count: TestCount): boolean {
  return count.failed === 0 && count.passed > 0;
}

/** The used part of vitest's JSON report: https://vitest.dev/guide/reporters#json-reporter */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string().default(''),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string().default(''),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const SKIPPED = ['skipped', 'pending', 'todo', 'disabled'];

interface RunEnd {
  exitCode: number;
  /** Title of the step. */
  title: string;
  /** Whether a run without any test is acceptable, because somebody named the files. */
  mayBeEmpty?: boolean;
}

/**
 * Reads a report. A file that could not even be loaded counts as one failed test, and so does a run that ended with an
 * error although no test failed (an unhandled rejection, for instance).
 */
export function readReport(report: unknown, { exitCode, title, mayBeEmpty = false }: RunEnd): TestReport {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return failedAsWhole(title, 'the run left no report');
  const count = { ...NOTHING };
  const failures: TestFailure[] = [];
  for (const { name, status, message, assertionResults } of parsed.data.testResults) {
    const file = name === '' ? '' : relative(repositoryFolder, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    count.passed += assertionResults.filter((test) => test.status === 'passed').length;
    count.skipped += assertionResults.filter((test) => SKIPPED.includes(test.status)).length;
    for (const test of failed)
      failures.push({ file, name: test.fullName, reason: firstLine(test.failureMessages?.[0] ?? '') });
    if (failed.length === 0 && status === 'failed')
      failures.push({ file, name: 'the file as a whole', reason: firstLine(message) });
  }
  if (exitCode !== 0 && failures.length === 0)
    return failedAsWhole(title, `the run ended with ${exitCode}`, count);
  count.failed = failures.length;
  if (!mayBeEmpty && sumOf(count) === 0) return failedAsWhole(title, 'no test was found');
  return { count, failures };
}

function failedAsWhole(title: string, reason: string, count: TestCount = NOTHING): TestReport {
  return { count: { ...count, failed: 1 }, failures: [{ file: '', name: title, reason }] };
}

const sumOf = ({ passed, failed, skipped }: TestCount): number => passed + failed + skipped;

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
