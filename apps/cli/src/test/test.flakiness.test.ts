import { expect, test } from 'vitest';
import { findFailing, flakinessLines } from './test.flakiness.js';

const failure = (name: string, reason = 'expected 1 to be 2') => ({ file: 'a.test.ts', name, reason });

test('a flaky test is told from one that always fails, with the runs and every reason', () => {
  const runs = [
    [failure('door'), failure('clock')],
    [failure('door')],
    [failure('door'), failure('clock', 'timed out')],
  ];
  expect(flakinessLines(runs)).toEqual([
    'a.test.ts > door: fails every time',
    '    expected 1 to be 2',
    'a.test.ts > clock: flaky: failed in 1, 3 of 3 runs',
    '    expected 1 to be 2',
    '    timed out',
  ]);
});

test('tests of one name in two files are two tests', () => {
  const runs = [[failure('door')], [{ ...failure('door'), file: 'b.test.ts' }]];
  expect(findFailing(runs).map(({ file, failedIn }) => [file, failedIn])).toEqual([
    ['a.test.ts', [1]],
    ['b.test.ts', [2]],
  ]);
});

test('a run in which a name fails twice is one run', () => {
  expect(findFailing([[failure('door'), failure('door')]])[0]?.failedIn).toEqual([1]);
});

test('runs in which nothing failed say so', () => {
  expect(flakinessLines([[], []])).toEqual(['2 runs: no flaky tests']);
});
