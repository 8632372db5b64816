import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusteringError } from '../clustering.error.js';
import { coverFace } from '../linkage/cluster.faces.js';
import { countRows, dotAt, dotRows, rowsAt, unitRows, unitRowsOrZero } from './embedding.matrix.js';
import { mustLinkRoots } from '../linkage/face.constraints.js';
import { canonicalOrder, photoNumbers } from '../linkage/face.order.js';
import { seededRandom } from '../linkage/seeded.random.js';
import { usableFaces } from '../linkage/usable.faces.js';

function refusal(work: () => unknown): Pick<ClusteringError, 'code' | 'faces'> {
  try {
    work();
  } catch (error) {
    if (error instanceof ClusteringError) return { code: error.code, faces: error.faces };
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('embeddings in one array', () => {
  it('are whole rows of a positive whole number of dimensions', () => {
    expect(countRows(new Float32Array(6), 3)).toBe(2);
    expect(countRows(new Float32Array(0), 3)).toBe(0);
    for (const dimensions of [0, -3, 1.5, NaN])
      expect(refusal(() => countRows(new Float32Array(6), dimensions)).code).toBe('wrong-length');
    expect(refusal(() => countRows(new Float32Array(7), 3)).code).toBe('wrong-length');
  });

  it('become copies of unit length, and a broken one is named', () => {
    const given = Float32Array.of(3, 4, 0, -2);
    expect([...unitRows(given, 2).values]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6), 0, -1]);
    expect([...given]).toEqual([3, 4, 0, -2]);
    expect(refusal(() => unitRows(Float32Array.of(1, 0, NaN, 1), 2))).toEqual({
      code: 'not-a-number',
      faces: [1],
    });
    expect(refusal(() => unitRows(Float32Array.of(1, Infinity, 1, 1), 2))).toEqual({
      code: 'not-a-number',
      faces: [0],
    });
    expect(refusal(() => unitRows(Float32Array.of(1, 0, 0, 0), 2))).toEqual({
      code: 'zero-vector',
      faces: [1],
    });
    expect(refusal(() => unitRows(Float32Array.of(0.9e-6, 0), 2)).code).toBe('zero-vector');
    expect(unitRows(Float32Array.of(1.1e-6, 0), 2).values[0]).toBe(1);
  });

  it('come in the order asked for, zero rows unchanged', () => {
    const { values, count } = unitRowsOrZero(Float32Array.of(0, 5, 0, 0, 2, 0), 2, Int32Array.of(2, 1, 0));
    expect([count, ...values]).toEqual([3, 1, 0, 0, 0, 0, 1]);
    expect(refusal(() => unitRowsOrZero(Float32Array.of(1, 0, 1e-7, 0), 2, Int32Array.of(1, 0)))).toEqual({
      code: 'zero-vector',
      faces: [1],
    });
  });

  it('are multiplied without leaving a number out, wherever they start', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 11 }),
        fc.nat(3),
        fc.nat(3),
        (list, before, behind) => {
          const [a, b] = [
            Float32Array.from([...new Array<number>(before).fill(7), ...list]),
            Float32Array.from([...new Array<number>(behind).fill(5), ...list.map((v) => v + 1)]),
          ];
          expect(dotAt(a, before, b, behind, list.length)).toBe(
            list.reduce((sum, v) => sum + v * (v + 1), 0),
          );
        },
      ),
    );
    const matrix = { values: Float32Array.of(1, 2, 3, 4, 5, 6), count: 3, dimensions: 2 };
    expect(dotRows(matrix, 1, matrix, 2)).toBe(39);
    expect(rowsAt(matrix, Int32Array.of(2, 0))).toEqual({
      values: Float32Array.of(5, 6, 1, 2),
      count: 2,
      dimensions: 2,
    });
  });
});

describe('faces without a direction', () => {
  it('are found and zeroed in a copy; intact embeddings are passed on unchanged', () => {
    const whole = Float32Array.of(1, 0, 1.1e-6, 0);
    expect(usableFaces(whole, 2)).toEqual({ embeddings: whole, unusable: [] });
    expect(usableFaces(whole, 2).embeddings).toBe(whole);
    const broken = Float32Array.of(1, 2, NaN, 1, 0.9e-6, 0, 3, Infinity, 5, 6);
    const before = broken.slice();
    expect(usableFaces(broken, 2)).toEqual({
      embeddings: Float32Array.of(1, 2, 0, 0, 0, 0, 0, 0, 5, 6),
      unusable: [1, 2, 3],
    });
    expect(broken).toEqual(before);
  });
});

describe('the order of faces', () => {
  it('is by their vectors, then by quality, then as they came', () => {
    const embeddings = Float32Array.of(1, 2, 1, 1, 0, 9, 1, 1, 1, 1);
    expect([...canonicalOrder(embeddings, 2, [1, 0.5, 1, 0.7, 0.5])]).toEqual([2, 3, 1, 4, 0]);
    expect([...canonicalOrder(embeddings, 2, [])]).toEqual([2, 1, 3, 4, 0]);
  });

  it('numbers photos as they appear, and a face without one is alone', () => {
    expect([...photoNumbers(['a', 'b', 'a', 'c'], Int32Array.of(3, 0, 2, 1))]).toEqual([0, 1, 1, 2]);
    expect([...photoNumbers([], Int32Array.of(1, 0))]).toEqual([0, 1]);
  });
});

describe('the face that represents a person', () => {
  it('is the one of best quality, the first of equals', () => {
    expect(coverFace([4, 1, 2], [0.9, 0.5, 0.6, 1, 0.2])).toBe(2);
    expect(coverFace([2, 0, 1], [0.5, 0.5, 0.5])).toBe(2);
    expect(coverFace([7, 0], [0.1])).toBe(0);
    expect(() => coverFace([], [])).toThrow(RangeError);
  });
});

describe('what people said about pairs of faces', () => {
  it('makes groups named by their lowest face, over any chain', () => {
    const pair = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (mustLink) => {
        const label = Array.from({ length: 10 }, (_, face) => face);
        for (let again = 0; again < 10; again++)
          for (const [a, b] of mustLink) label[a] = label[b] = Math.min(label[a] ?? 0, label[b] ?? 0);
        expect([...mustLinkRoots(10, { mustLink })]).toEqual(label);
      }),
    );
    expect([...mustLinkRoots(3, {})]).toEqual([0, 1, 2]);
  });

  it('must name existing faces, and not contradict itself', () => {
    for (const face of [-1, 3, 0.5, NaN]) {
      expect(refusal(() => mustLinkRoots(3, { mustLink: [[0, face]] }))).toEqual({
        code: 'unknown-face',
        faces: [0, face],
      });
      expect(refusal(() => mustLinkRoots(3, { cannotLink: [[face, 2]] }))).toEqual({
        code: 'unknown-face',
        faces: [face, 2],
      });
    }
    expect(
      refusal(() =>
        mustLinkRoots(3, {
          mustLink: [
            [2, 1],
            [0, 1],
          ],
          cannotLink: [[2, 0]],
        }),
      ).code,
    ).toBe('contradictory-constraints');
    expect(() => mustLinkRoots(3, { mustLink: [[0, 1]], cannotLink: [[2, 0]] })).not.toThrow();
  });
});

it('random numbers are the same on every machine', () => {
  const numbers = (seed: number): number[] => {
    const random = seededRandom(seed);
    return [random(), random(), random()];
  };
  // Mulberry32 of seed 1, as its author's C code gives it
  expect(numbers(1).map((number) => Math.round(number * 2 ** 32))).toEqual([
    2693262067, 11749833, 2265367787,
  ]);
  expect(numbers(-1)).toEqual(numbers(2 ** 32 - 1));
});
