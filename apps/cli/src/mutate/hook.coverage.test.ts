import { expect, it } from 'vitest';
import { AROUND, attributeHooks } from './hook.coverage.js';

const test = (id: string, timeSpentMs = 10) => ({ id, timeSpentMs });

it('what only hooks run is judged by every test of the file', () => {
  const coverage = attributeHooks({ [`a.test.ts#${AROUND}`]: { 1: 3 }, 'a.test.ts#one': { 2: 1 } }, [test('a.test.ts#one'), test('a.test.ts#two')]);
  expect(coverage).toEqual({ 'a.test.ts#one': { 1: 3, 2: 1 }, 'a.test.ts#two': { 1: 3 } });
});

it('what hooks of many files run is judged by the quickest of them, besides the tests that run it themselves', () => {
  const files = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.test.ts`);
  const perTest = Object.fromEntries(files.map((file) => [`${file}#${AROUND}`, { 7: 1 }]));
  const tests = files.map((file, index) => test(`${file}#it`, 100 - index));
  const coverage = attributeHooks({ ...perTest, 'a.test.ts#it': { 7: 5 } }, tests);
  expect(coverage).toEqual({ 'a.test.ts#it': { 7: 5 }, 'e.test.ts#it': { 7: 1 }, 'd.test.ts#it': { 7: 1 }, 'c.test.ts#it': { 7: 1 } });
});

it('a file whose hooks ran without a test of its own judges nothing', () => {
  expect(attributeHooks({ [`a.test.ts#${AROUND}`]: { 1: 1 } }, [])).toEqual({});
});
