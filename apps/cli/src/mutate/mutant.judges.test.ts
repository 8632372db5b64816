import { expect, it } from 'vitest';
import { AROUND, chooseJudges } from './mutant.judges.js';

const test = (id: string, timeSpentMs = 10) => ({ id, timeSpentMs });
const judgesOf = (chosen: Record<string, Record<string, number>>, mutant: string) =>
  Object.keys(chosen).filter((id) => chosen[id]?.[mutant] !== undefined);

it('what only hooks run is judged by every test of the file', () => {
  const chosen = chooseJudges({ [`a.test.ts#${AROUND}`]: { 1: 3 }, 'a.test.ts#one': { 2: 1 } }, [
    test('a.test.ts#one'),
    test('a.test.ts#two'),
  ]);
  expect(chosen).toEqual({ 'a.test.ts#one': { 1: 3, 2: 1 }, 'a.test.ts#two': { 1: 3 } });
});

it('what the hooks of many files run is judged by the quickest three, and by one beside tests that run it themselves', () => {
  const files = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.test.ts`);
  const perTest = Object.fromEntries(files.map((file) => [`${file}#${AROUND}`, { 7: 1, 8: 1 }]));
  const tests = files.map((file, index) => test(`${file}#it`, 100 - index));
  const chosen = chooseJudges({ ...perTest, 'a.test.ts#it': { 7: 5 } }, tests);
  expect(judgesOf(chosen, '7').sort()).toEqual(['a.test.ts#it', 'e.test.ts#it']);
  expect(judgesOf(chosen, '8').sort()).toEqual(['c.test.ts#it', 'd.test.ts#it', 'e.test.ts#it']);
});

it('of many files that reach a place, those that know its surroundings best judge it', () => {
  const perTest = {
    'all.test.ts#everything': { 50: 1 },
    'other.test.ts#far off': { 50: 1, 90: 1, 91: 1, 92: 1, 93: 1 },
    'session.test.ts#signs in': { 50: 2, 51: 1, 52: 1 },
    'session.test.ts#signs out': { 50: 1 },
    'share.test.ts#opens': { 49: 1, 50: 1 },
  };
  const tests = Object.keys(perTest).map((id) => test(id));
  expect(judgesOf(chooseJudges(perTest, tests, 2), '50')).toEqual([
    'session.test.ts#signs in',
    'session.test.ts#signs out',
    'share.test.ts#opens',
  ]);
  expect(judgesOf(chooseJudges(perTest, tests), '50')).toHaveLength(5);
  expect(judgesOf(chooseJudges(perTest, tests, 2), '90')).toEqual(['other.test.ts#far off']);
});

it('a file whose hooks ran without a test of its own judges nothing', () => {
  expect(chooseJudges({ [`a.test.ts#${AROUND}`]: { 1: 1 } }, [])).toEqual({});
});

it('a test that takes minutes judges only what no quicker one reaches', () => {
  const perTest = {
    'a.test.ts#quick': { 1: 1 },
    'a.test.ts#slow': { 1: 1, 2: 1 },
    'b.test.ts#quick': { 1: 1 },
  };
  const chosen = chooseJudges(perTest, [
    test('a.test.ts#slow', 60_000),
    test('a.test.ts#quick', 9_000),
    test('b.test.ts#quick', 11_000),
  ]);
  expect(judgesOf(chosen, '1')).toEqual(['a.test.ts#quick', 'b.test.ts#quick']);
  expect(judgesOf(chosen, '2')).toEqual(['a.test.ts#slow']);
});
