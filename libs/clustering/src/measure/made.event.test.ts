import { expect, test } from 'vitest';
import { makeEvent } from './made.event.js';

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);

test('the same seed makes the same event, and every person who was asked for is in it', () => {
  const made = makeEvent(90, 3, { people: 40, dimensions: 64 });
  expect(makeEvent(90, 3, { people: 40, dimensions: 64 })).toEqual(made);
  expect(makeEvent(90, 4, { people: 40, dimensions: 64 }).embeddings).not.toEqual(made.embeddings);
  expect(new Set(made.truth).size).toBe(40);
});

test('faces of one person are as alike as was asked for, those of two are not, and nobody is in a photo twice', () => {
  const { embeddings, dimensions, truth, photoIds } = makeEvent(600, 1, { people: 20, likeness: 0.6 });
  const row = (face: number) => embeddings.subarray(face * dimensions, (face + 1) * dimensions);
  const [own, other] = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  let twice = 0;
  for (let a = 0; a < 600; a += 1)
    for (let b = 0; b < a; b += 1) {
      const sum = truth[a] === truth[b] ? own : other;
      sum[0] += dot(row(a), row(b));
      sum[1] += 1;
      if (truth[a] === truth[b] && photoIds[a] === photoIds[b]) twice += 1;
    }
  expect(twice).toBe(0);
  expect(own[0] / own[1]).toBeCloseTo(0.6, 1);
  expect(other[0] / other[1]).toBeCloseTo(0, 1);
});
