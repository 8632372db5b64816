import { expect, it } from 'vitest';
import { cellsOf } from './cell.index.js';
import { groupFaces } from '../testing/real.product.js';
import { unitRows } from './embedding.matrix.js';
import { bcubedScore } from '../measure/grouping.metrics.js';
import { labelsOf, makeFaces } from '../testing/made.faces.js';

const faces = makeFaces({ seed: 31, people: 60, photos: 900, perPhoto: 2, noise: 0.9 });
const matrix = unitRows(faces.embeddings, faces.dimensions);

it('puts every face into one cell of bounded size, the same on every run', async () => {
  const cells = cellsOf(matrix, 100, 1);
  expect(cells.flatMap((cell) => [...cell]).sort((a, b) => a - b)).toEqual(
    faces.truth.map((_, face) => face),
  );
  for (const cell of cells) expect(cell.length).toBeLessThanOrEqual(100);
  expect(cellsOf(matrix, 100, 1)).toEqual(cells);
  expect(cellsOf(matrix, 100, 2)).not.toEqual(cells);
});

it('terminates even if all rows are equal', async () => {
  const equal = { values: new Float32Array(64).fill(1), count: 64, dimensions: 1 };
  for (const cell of cellsOf(equal, 5, 1)) expect(cell.length).toBeLessThanOrEqual(5);
});

it('lets a large event be grouped by cells as well as by comparing every pair', async () => {
  const group = async (indexRows: number): Promise<number[]> =>
    labelsOf(
      faces.truth.length,
      (await groupFaces({ ...faces, threshold: 0.35, qualityBar: 0, indexRows })).clusters,
    );
  const exact = bcubedScore(await group(10_000), faces.truth).f1;
  expect(exact).toBeGreaterThan(0.99);
  expect(bcubedScore(await group(150), faces.truth).f1).toBeGreaterThan(exact - 0.002);
});

it('cuts between two crowds, wherever the gap is', () => {
  for (const [left, right] of [
    [60, 40],
    [40, 60],
    [50, 50],
  ] as const) {
    const values = Float32Array.from({ length: left + right }, (_, i) =>
      i < left ? 0.001 * i : 5 + 0.001 * i,
    );
    const cells = cellsOf({ values, count: values.length, dimensions: 1 }, 60, 3);
    expect(cells.map((cell) => cell.length).sort()).toEqual([left, right].sort());
    for (const cell of cells) expect(new Set([...cell].map((row) => row < left)).size).toBe(1);
  }
});

it('makes no cell so small that the tree would grow deep', () => {
  const values = Float32Array.from({ length: 4_000 }, (_, i) => (i % 200 === 0 ? 100 + i : Math.sin(i)));
  const cells = cellsOf({ values, count: 4_000, dimensions: 1 }, 100, 1);
  expect(Math.min(...cells.map((cell) => cell.length))).toBeGreaterThanOrEqual(33);
});
