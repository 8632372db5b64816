/** @module How many tests passed, failed and were skipped. */

import { z } from 'zod';

export interface TestCount {
  passed: number;
  failed: number;
  skipped: number;
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

/** What is used of vitest's JSON report: https://vitest.dev/guide/reporters#json-reporter */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Counts a report. A file that could not even be loaded counts as one failed test, and so does a run that ended
 * with an error although no test failed (an unhandled rejection, say).
 */
export function countReport(report: unknown, exitCode: number): TestCount {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) return { passed: 0, failed: 1, skipped: 0 };
  const count = { ...NOTHING };
  for (const file of parsed.data.testResults) {
    const statuses = file.assertionResults.map((test) => test.status);
    count.passed += statuses.filter((status) => status === 'passed').length;
    const failed = statuses.filter((status) => status === 'failed').length;
    count.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
    count.skipped += statuses.filter((status) => ['skipped', 'pending', 'todo', 'disabled'].includes(status)).length;
  }
  if (exitCode !== 0 && count.failed === 0) count.failed = 1;
  if (count.passed + count.failed + count.skipped === 0) count.failed = 1;
  return count;
}
