/** @module Which tests are flaky: they pass in one run and fail in the next, with the code unchanged. */

import type { TestFailure } from './test.report.js';

export interface FailingTest {
  file: string;
  name: string;
  /** Numbers of the runs in which it failed, from 1. */
  failedIn: number[];
  /** Each reason once. */
  reasons: string[];
}

/** @param runs what failed in each run. @returns what failed in at least one, most frequent first. */
export function findFailing(runs: readonly (readonly TestFailure[])[]): FailingTest[] {
  const found = new Map<string, FailingTest>();
  for (const [index, failures] of runs.entries()) {
    for (const { file, name, reason } of failures) {
      const key = `${file}\n${name}`;
      const one = found.get(key) ?? { file, name, failedIn: [], reasons: [] };
      // two tests of a file may have the same name
      if (one.failedIn.at(-1) !== index + 1) one.failedIn.push(index + 1);
      if (!one.reasons.includes(reason)) one.reasons.push(reason);
      found.set(key, one);
    }
  }
  return [...found.values()].sort((a, b) => b.failedIn.length - a.failedIn.length);
}

/** Printed after the last of several runs. */
export function flakinessLines(runs: readonly (readonly TestFailure[])[]): string[] {
  const failing = findFailing(runs);
  if (failing.length === 0) return [`${runs.length} runs: no flaky tests`];
  return failing.flatMap(({ file, name, failedIn, reasons }) => {
    const often =
      failedIn.length === runs.length
        ? 'fails every time'
        : `flaky: failed in ${failedIn.join(', ')} of ${runs.length} runs`;
    return [
      `${[file, name].filter(Boolean).join(' > ')}: ${often}`,
      ...reasons.map((reason) => `    ${reason}`),
    ];
  });
}
