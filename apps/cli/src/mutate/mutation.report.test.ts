import { expect, it } from 'vitest';
import {
  readResult,
  scoreOf,
  survivorLine,
  withoutUntested,
  type MutationReport,
} from './mutation.report.js';

const source = [
  'export function isOpen(until: number, now: number) {',
  '  return now < until &&',
  '    until > 0;',
  '}',
  '',
].join('\n');
const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});
const mutant = (id: string, status: string, location = at(2, 10, 2, 21), replacement = 'now <= until') => ({
  id,
  status,
  location,
  replacement,
  mutatorName: 'EqualityOperator',
});
const report: MutationReport = {
  files: {
    'libs/b/src/b.ts': {
      source,
      mutants: [
        mutant('1', 'NoCoverage', at(2, 10, 3, 14), 'true'),
        mutant('2', 'Survived'),
        mutant('3', 'Ignored'),
      ],
    },
    'libs/a/src/a.ts': {
      source,
      mutants: [
        mutant('4', 'Killed'),
        mutant('5', 'Timeout'),
        mutant('6', 'CompileError'),
        mutant('7', 'Survived'),
      ],
    },
  },
};

it('a fault that fails a test or hangs it is noticed, one that no test reaches is not', () => {
  const { count } = readResult(report, () => true);
  expect(count).toEqual({ killed: 1, timedOut: 1, survived: 2, uncovered: 1 });
  expect(scoreOf(count)).toBe(40);
  expect(scoreOf({ killed: 0, timedOut: 0, survived: 0, uncovered: 0 })).toBeUndefined();
});

it('lists unnoticed faults by file and line, with the original and the replacement', () => {
  expect(readResult(report, () => true).survivors.map(survivorLine)).toEqual([
    'libs/a/src/a.ts:2:10  EqualityOperator  now < until  ->  now <= until',
    'libs/b/src/b.ts:2:10  EqualityOperator (no test reaches it)  now < until && until > 0  ->  true',
    'libs/b/src/b.ts:2:10  EqualityOperator  now < until  ->  now <= until',
  ]);
});

it('counts only what was asked for', () => {
  const { count, survivors } = readResult(report, (file, id) => file === 'libs/b/src/b.ts' && id !== '1');
  expect(count).toEqual({ killed: 0, timedOut: 0, survived: 1, uncovered: 0 });
  expect(survivors).toHaveLength(1);
});

it('what a sample left out is not treated as tested by the next run', () => {
  const kept = withoutUntested({ ...report, schemaVersion: '1.0' });
  expect(kept.schemaVersion).toBe('1.0');
  expect(kept.files['libs/a/src/a.ts']?.mutants.map(({ id }) => id)).toEqual(['4', '5', '7']);
});
