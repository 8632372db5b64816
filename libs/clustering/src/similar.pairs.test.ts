import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dotRows, unitRows, type EmbeddingMatrix } from './embedding.matrix.js';
import { blocksOf, LeftRows, ProductRoom, productScale, RightRows, RowProduct } from './row.product.js';
import { seededRandom } from './seeded.random.js';
import { SimilarPairs } from './similar.pairs.js';

function rows(count: number, dimensions: number, seed: number, stretch = 1): EmbeddingMatrix {
  const random = seededRandom(seed);
  const { values } = unitRows(new Float32Array(count * dimensions).map(() => random() - 0.45), dimensions);
  return { values: values.map((value) => value * stretch), count, dimensions };
}

/** All pairs by plain loops. */
function allPairs(a: EmbeddingMatrix, b: EmbeddingMatrix, floor: number): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.count; i++) {
    for (let j = a === b ? i + 1 : 0; j < b.count; j++) {
      const similarity = dotRows(a, i, b, j);
      if (similarity >= floor) pairs.set(`${i} ${j}`, similarity);
    }
  }
  return pairs;
}

async function found(a: EmbeddingMatrix, b: EmbeddingMatrix, floor: number): Promise<Map<string, number>> {
  const pairs = new Map<string, number>();
  await new SimilarPairs().visit(a, b, floor, (i, j, similarity) => {
    const pair = `${i} ${j}`;
    pairs.set(pairs.has(pair) ? `${pair} again` : pair, similarity);
  });
  return pairs;
}

const size = fc.integer({ min: 1, max: 110 });
const floors = fc.double({ min: -0.5, max: 0.9, noNaN: true });

it('finds the same pairs with the same similarity as plain loops, whatever the sizes', async () => {
  await fc.assert(
    fc.asyncProperty(size, size, fc.integer({ min: 1, max: 70 }), fc.nat(), floors, async (n, m, d, seed, floor) => {
      const a = rows(n, d, seed);
      for (const b of [a, rows(m, d, seed + 1, 0.7)]) expect(await found(a, b, floor)).toEqual(allPairs(a, b, floor));
    }),
    { numRuns: 25 },
  );
});

it('finds them across the borders of blocks', async () => {
  const a = rows(2_100, 16, 3);
  expect(await found(a, a, 0.7)).toEqual(allPairs(a, a, 0.7));
  const b = rows(1_050, 16, 4);
  expect(await found(a, b, 0.7)).toEqual(allPairs(a, b, 0.7));
});

it('promises no more exactness than it keeps', async () => {
  const a = rows(96, 100, 4, 1.3);
  const b = rows(70, 100, 5);
  const [left, right] = [new LeftRows(a), new RightRows(b)];
  const { scale, error } = productScale(left, right);
  expect(error).toBeLessThan(0.08);
  expect([blocksOf(a.count), blocksOf(1_025)]).toEqual([1, 2]);
  const product = await RowProduct.open(right, 0);
  const { products, padded, columns } = await product.multiply(left, 0, new ProductRoom(left, right));
  let worst = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < columns; j++) {
      worst = Math.max(worst, Math.abs((products[i * padded + j] ?? 0) / scale - dotRows(a, i, b, j)));
    }
  }
  await product.close();
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThanOrEqual(error);
});

it('finds among chosen rows what a search among all finds of them', async () => {
  const all = rows(130, 40, 9);
  const chosen = Int32Array.from({ length: 65 }, (_, i) => 2 * i + 1);
  const expected = [...allPairs(all, all, 0.2).keys()].filter((pair) => pair.split(' ').every((row) => Number(row) % 2 === 1));
  const pairs: string[] = [];
  await new SimilarPairs().visitAmong(all, chosen, 0.2, (i, j) => pairs.push(`${i} ${j}`), () => true);
  expect(expected.length).toBeGreaterThan(10);
  expect(pairs.sort()).toEqual(expected.sort());
});

it('takes rows without any direction, which are like nothing', async () => {
  const zeros = { values: new Float32Array(40), count: 5, dimensions: 8 };
  expect((await found(zeros, zeros, 0.1)).size).toBe(0);
});
