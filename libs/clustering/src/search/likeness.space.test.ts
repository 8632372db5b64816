import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LikenessSpace } from './likeness.space.js';

const coordinate = fc.integer({ min: -100, max: 100 });
const lengthOf = (row: Float32Array): number => Math.hypot(...row);
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0) / (lengthOf(a) * lengthOf(b));

describe('where likenesses are measured', () => {
  // Children look along the first axis, old men along the second; the other axes tell them apart.
  const kinds = { means: Float32Array.of(0.7, 0, 0, 0, 0, 0.5, 0, 0), sharpness: 20 };
  const space = new LikenessSpace(kinds, 4);
  const child = (who: number, other = 0): Float32Array => Float32Array.of(0.7, 0, who, other);

  it('two children are strangers, though their faces are alike because they are small', () => {
    const [a, b] = [child(0.7), child(0, 0.7)];
    expect(cosine(a, b)).toBeGreaterThan(0.45);
    expect(Math.abs(cosine(space.place(a), space.place(b)))).toBeLessThan(0.1);
  });

  it('one child in two pictures stays one child', () => {
    expect(cosine(space.place(child(0.7)), space.place(child(0.68, 0.15)))).toBeGreaterThan(0.9);
  });

  it('a face of no kind in particular stays who it is', () => {
    const [a, b] = [Float32Array.of(0, 0, 1, 0), Float32Array.of(0, 0, 0.8, 0.6)];
    expect(cosine(space.place(a), space.place(b))).toBeGreaterThan(0.75);
  });

  it('is the same for a vector and a multiple of it, and of unit length', () => {
    fc.assert(
      fc.property(
        fc.array(coordinate, { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 2, max: 9 }),
        (face, times) => {
          fc.pre(face.some((value) => value !== 0));
          const [once, more] = [1, times].map((scale) =>
            space.place(Float32Array.from(face, (value) => value * scale)),
          );
          expect(lengthOf(once ?? new Float32Array())).toBeCloseTo(1, 5);
          once?.forEach((value, k) => expect(more?.[k]).toBeCloseTo(value, 4));
        },
      ),
      { seed: 1 },
    );
  });

  it('asks for more where less of a face is its own', () => {
    expect(space.strictness(child(0.7))).toBeGreaterThan(1.1);
    expect(space.strictness(child(0.3))).toBeGreaterThan(space.strictness(child(0.7)));
    expect(space.strictness(Float32Array.of(0, 0, 1, 0))).toBe(1);
    expect(space.strictness(new Float32Array(4))).toBe(1);
  });

  it('leaves what was given as it was, and a vector without direction', () => {
    const given = child(0.7);
    const placed = space.place(given);
    expect([...given]).toEqual([...child(0.7)]);
    expect([...placed]).not.toEqual([...given]);
    expect([...space.place(new Float32Array(4))]).toEqual([0, 0, 0, 0]);
    expect([...space.place(Float32Array.of(NaN, 1, 0, 0))]).toEqual([NaN, 1, 0, 0]);
    expect([...space.place(Float32Array.of(Infinity, 1, 0, 0))]).toEqual([Infinity, 1, 0, 0]);
  });

  it('places the rows of an array where it places each of them', () => {
    const rows = Float32Array.from([...child(0.7), ...child(0, 0.3), ...Float32Array.of(0, 2, 1, 0)]);
    const one = [0, 1, 2].map((row) => [...space.place(rows.slice(row * 4, row * 4 + 4))]);
    space.placeRows(rows);
    expect([...rows]).toEqual(one.flat());
    expect(() => space.placeRows(new Float32Array(5))).toThrow('whole number');
  });

  it('refuses kinds of another embedder, and one that is no direction', () => {
    expect(() => new LikenessSpace(kinds, 3)).toThrow('whole number');
    expect(() => new LikenessSpace({ means: new Float32Array(4), sharpness: 1 }, 4)).toThrow(
      'kind 0 has no direction',
    );
  });
});
