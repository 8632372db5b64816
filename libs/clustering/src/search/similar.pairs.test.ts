import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dotRows, unitRows, type EmbeddingMatrix } from './embedding.matrix.js';
import { roundRows } from './rounded.rows.js';
import {
  blocksOf,
  LeftRows,
  ProductRoom,
  productScale,
  RightRows,
  RowProduct,
  type MatrixProduct,
} from './row.product.js';
import { seededRandom } from '../linkage/seeded.random.js';
import { SimilarPairs } from './similar.pairs.js';
import { product } from '../testing/real.product.js';

function rows(count: number, dimensions: number, seed: number, stretch = 1): EmbeddingMatrix {
  const random = seededRandom(seed);
  const { values } = unitRows(
    new Float32Array(count * dimensions).map(() => random() - 0.45),
    dimensions,
  );
  return { values: values.map((value) => value * stretch), count, dimensions };
}

/** All pairs, by plain loops. */
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
  await new SimilarPairs(product).visit(a, b, floor, (i, j, similarity) => {
    const pair = `${i} ${j}`;
    pairs.set(pairs.has(pair) ? `${pair} again` : pair, similarity);
  });
  return pairs;
}

const size = fc.integer({ min: 1, max: 110 });
const floors = fc.double({ min: -0.5, max: 0.9, noNaN: true });

it('finds the same pairs with the same similarity as plain loops, whatever the sizes', async () => {
  await fc.assert(
    fc.asyncProperty(
      size,
      size,
      fc.integer({ min: 1, max: 70 }),
      fc.nat(),
      floors,
      async (n, m, d, seed, floor) => {
        const a = rows(n, d, seed);
        for (const b of [a, rows(m, d, seed + 1, 0.7)])
          expect(await found(a, b, floor)).toEqual(allPairs(a, b, floor));
      },
    ),
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
  const opened = await RowProduct.open(right, 0, product);
  const { products, padded, columns } = await opened.multiply(left, 0, new ProductRoom(left, right));
  let worst = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < columns; j++) {
      worst = Math.max(worst, Math.abs((products[i * padded + j] ?? 0) / scale - dotRows(a, i, b, j)));
    }
  }
  await opened.close();
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThanOrEqual(error);
});

it('finds among chosen rows the same pairs as a search among all', async () => {
  const all = rows(130, 40, 9);
  const chosen = Int32Array.from({ length: 65 }, (_, i) => 2 * i + 1);
  const expected = [...allPairs(all, all, 0.2).keys()].filter((pair) =>
    pair.split(' ').every((row) => Number(row) % 2 === 1),
  );
  const pairs: string[] = [];
  await new SimilarPairs(product).visitAmong(
    all,
    chosen,
    0.2,
    (i, j) => pairs.push(`${i} ${j}`),
    () => true,
  );
  expect(expected.length).toBeGreaterThan(10);
  expect(pairs.sort()).toEqual(expected.sort());
});

it('accepts rows without any direction, which resemble nothing', async () => {
  const zeros = { values: new Float32Array(40), count: 5, dimensions: 8 };
  expect((await found(zeros, zeros, 0.1)).size).toBe(0);
});

it('asks whether a pair is wanted with a bound that it keeps, and computes no other', async () => {
  for (const [a, b] of [
    [rows(50, 30, 1), rows(40, 30, 2)],
    [rows(20, 30, 1), rows(60, 30, 2)],
  ] as const) {
    const asked = new Map<string, number>();
    const seen: string[] = [];
    await new SimilarPairs(product).visit(
      a,
      b,
      0.1,
      (i, j) => seen.push(`${i} ${j}`),
      (i, j, atMost) => {
        asked.set(`${i} ${j}`, atMost);
        return (i + j) % 3 === 0;
      },
    );
    const all = allPairs(a, b, 0.1);
    for (const [pair, similarity] of all) expect(asked.get(pair)).toBeGreaterThanOrEqual(similarity);
    for (const [pair, atMost] of asked) {
      const [i = 0, j = 0] = pair.split(' ').map(Number);
      expect(atMost - dotRows(a, i, b, j)).toBeLessThan(0.1);
    }
    expect(seen.sort()).toEqual(
      [...all.keys()]
        .filter((pair) => pair.split(' ').reduce((sum, row) => sum + Number(row), 0) % 3 === 0)
        .sort(),
    );
  }
  const nothing = rows(0, 30, 1);
  expect((await found(nothing, rows(3, 30, 1), -1)).size).toBe(0);
  expect((await found(rows(3, 30, 1), nothing, -1)).size).toBe(0);
});

it('closes every matrix that it opened, even if a visitor fails', async () => {
  const a = rows(1_030, 4, 1); // two blocks
  const done: string[] = [];
  const counted: MatrixProduct = async (...matrix) => {
    const opened = await product(...matrix);
    done.push('opened');
    return {
      multiply: (...given) => opened.multiply(...given),
      close: async () => {
        await opened.close();
        done.push('closed');
      },
    };
  };
  await new SimilarPairs(counted).visit(a, a, 0.9, () => undefined);
  expect(done.splice(0)).toEqual(['opened', 'closed', 'opened', 'closed']);
  const failing = new SimilarPairs(counted).visit(a, a, 0.5, () => {
    throw new Error('no room');
  });
  await expect(failing).rejects.toThrow('no room');
  expect(done).toEqual(['opened', 'closed']);
});

it('rounds every row within the reach, and reports how far it moved', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }), {
        minLength: 1,
        maxLength: 9,
      }),
      (made) => {
        const matrix = { values: Float32Array.from(made.flat()), count: made.length, dimensions: 4 };
        const { integers, rounding } = roundRows(matrix, 63);
        const most = Math.max(...matrix.values.map(Math.abs));
        let [longest, moved] = [0, 0];
        for (let row = 0; row < matrix.count; row++) {
          const rounded = [...integers.subarray(row * 4, row * 4 + 4)].map((value) => value / rounding.scale);
          longest = Math.max(longest, Math.hypot(...rounded));
          moved = Math.max(
            moved,
            Math.hypot(...rounded.map((value, k) => value - (matrix.values[row * 4 + k] ?? 0))),
          );
        }
        expect(rounding.longestRow).toBeCloseTo(longest, 6);
        expect(rounding.maxShift).toBeCloseTo(moved, 6);
        expect(moved).toBeLessThanOrEqual(1 / rounding.scale + 1e-9);
        if (most > 1e-30) expect(Math.max(...integers.map(Math.abs))).toBe(63);
      },
    ),
  );
});
