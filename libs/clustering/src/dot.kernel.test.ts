import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unitRows, type EmbeddingMatrix } from './embedding.matrix.js';
import { DotKernel } from './dot.kernel.js';
import { seededRandom } from './seeded.random.js';
import { CellSearch, visitSimilar } from './similar.pairs.js';
import { visitByTiles } from './similarity.tile.js';

function rows(count: number, dimensions: number, seed: number, stretch = 1): EmbeddingMatrix {
  const random = seededRandom(seed);
  const { values } = unitRows(new Float32Array(count * dimensions).map(() => random() - 0.45), dimensions);
  return { values: values.map((value) => value * stretch), count, dimensions };
}

const size = fc.integer({ min: 1, max: 110 });

it('finds the same pairs with the same similarity as plain loops, whatever the sizes', () => {
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 70 }), fc.nat(), fc.double({ min: -0.5, max: 0.9 }), (n, m, d, seed, floor) => {
      const a = rows(n, d, seed);
      for (const b of [a, rows(m, d, seed + 1, 0.7)]) {
        const found = (visit: typeof visitByTiles): Map<string, number> => {
          const pairs = new Map<string, number>();
          visit(a, b, floor, (i, j, similarity) => {
            const pair = `${i} ${j}`;
            pairs.set(pairs.has(pair) ? `${pair} again` : pair, similarity);
          });
          return pairs;
        };
        const [fast, plain] = [found(visitSimilar), found(visitByTiles)];
        expect(new Set(fast.keys())).toEqual(new Set(plain.keys()));
        const worst = Math.max(0, ...Array.from(plain, ([pair, s]) => Math.abs((fast.get(pair) ?? 9) - s)));
        expect(worst).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 25 },
  );
});

it('promises no more exactness than it keeps', () => {
  const a = rows(96, 100, 4);
  const kernel = DotKernel.withRoom(96, 0, 100);
  if (!kernel) return; // processors without vector instructions use the plain loops
  kernel.load(a);
  kernel.multiply(0, 48, 48, 48);
  visitByTiles(a, a, -2, (i, j, similarity) => {
    if (i >= 48 || j < 48) return;
    expect(Math.abs((kernel.out[i * 48 + j - 48] ?? 0) / kernel.scale - similarity)).toBeLessThan(kernel.error);
  });
});

it('finds among the rows of a cell what a search among all finds of them', () => {
  const all = rows(130, 40, 9);
  const cell = Int32Array.from({ length: 65 }, (_, i) => 2 * i + 1);
  const expected: string[] = [];
  visitSimilar(all, all, 0.2, (i, j) => {
    if (i % 2 === 1 && j % 2 === 1) expected.push(`${i} ${j}`);
  });
  const found: string[] = [];
  const search = new CellSearch(all, 65);
  search.visit(cell, 0.2, (i, j) => found.push(`${i} ${j}`), () => true);
  expect(found.sort()).toEqual(expected.sort());
});
