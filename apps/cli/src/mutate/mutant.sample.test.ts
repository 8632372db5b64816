import { expect, it } from 'vitest';
import { sampleOf, type Mutation } from './mutant.sample.js';

const mutation = (line: number, fileName = 'libs/a/src/a.ts'): Mutation => ({
  fileName,
  location: { start: { line, column: 1 }, end: { line, column: 9 } },
  mutatorName: 'BooleanLiteral',
  replacement: 'true',
});
const all = Array.from({ length: 200 }, (_, index) => mutation(index + 1));
const linesOf = (sample: readonly Mutation[]) =>
  sample.map(({ location }) => location.start.line).sort((a, b) => a - b);

it('the same seed draws the same mutants, in whatever order they come; another seed draws others', () => {
  const sample = linesOf(sampleOf(all, 20, '1'));
  expect(sample).toHaveLength(20);
  expect(linesOf(sampleOf(all.toReversed(), 20, '1'))).toEqual(sample);
  expect(linesOf(sampleOf(all, 20, '2'))).not.toEqual(sample);
});

it('a larger sample contains the smaller one, and files that come later take only their share', () => {
  const small = linesOf(sampleOf(all, 20, '1'));
  expect(linesOf(sampleOf(all, 40, '1'))).toEqual(expect.arrayContaining(small));
  const others = Array.from({ length: 200 }, (_, index) => mutation(index + 1, 'libs/b/src/b.ts'));
  const kept = linesOf(
    sampleOf([...all, ...others], 20, '1').filter(({ fileName }) => fileName === 'libs/a/src/a.ts'),
  );
  expect(small).toEqual(expect.arrayContaining(kept));
});

it('draws from the whole range, and takes all if there are no more', () => {
  const sample = linesOf(sampleOf(all, 60, '1'));
  expect(sample.some((line) => line <= 50)).toBe(true);
  expect(sample.some((line) => line > 150)).toBe(true);
  expect(sampleOf(all, 500, '1')).toHaveLength(200);
});
