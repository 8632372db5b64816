import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centroidOf, indexLooseFaces, indexPeople, searchLooseFaces, searchPeople } from './person.search.js';
import { matchReferences } from './reference.match.js';

const coordinate = fc.integer({ min: 1, max: 100 });

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const flat = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat());

describe('searchPeople', () => {
  it('finds the guest although one of the photos in their group shows someone else', () => {
    const index = indexPeople(
      [
        { id: 'guest', embeddings: flat([1, 0.1, 0], [1, 0, 0.1], [0.9, 0.1, 0.1], [0, 0, 1]) },
        { id: 'stranger', embeddings: flat([0, 1, 0], [0.1, 1, 0], [0, 1, 0.1], [1, 0, 0]) },
      ],
      3,
    );
    const [guest, stranger] = searchPeople(index, Float32Array.of(2, 0, 0));
    expect(guest?.id).toBe('guest');
    expect(guest?.similarity).toBeGreaterThan(0.95);
    expect(stranger?.id).toBe('stranger');
    expect(stranger?.similarity).toBeLessThan(0.5);
  });

  it('gives the plain cosine for a person seen once, as for a face of nobody', () => {
    const index = indexPeople([{ id: 'once', embeddings: flat([3, 4]) }], 2);
    const probe = Float32Array.of(1, 0);
    expect(searchPeople(index, probe)[0]?.similarity).toBeCloseTo(0.6, 6);
    const faces = searchLooseFaces(indexLooseFaces(['far', 'near'], flat([0, 1], [3, 4]), 2), probe);
    expect(faces.map(({ id }) => id)).toEqual(['far', 'near']);
    expect(faces.map(({ similarity }) => similarity)).toEqual([0, expect.closeTo(0.6, 6)]);
  });

  it('refuses a probe of another model and names a person with a broken vector', () => {
    const index = indexPeople([{ id: 'a', embeddings: flat([1, 0]) }], 2);
    expect(() => searchPeople(index, Float32Array.of(1, 0, 0))).toThrow('different models');
    expect(() => indexPeople([{ id: 'zoe', embeddings: flat([0, 0]) }], 2)).toThrow('person zoe');
    expect(() => indexLooseFaces(['a', 'b'], flat([1, 0]), 2)).toThrow('1 embeddings came with 2 ids');
    expect(() => indexPeople([{ id: 'zoe', embeddings: new Float32Array(0) }], 2)).toThrow('person zoe');
  });
});

describe('what a search compares', () => {
  it('is the mean of the person’s look and of the three most similar faces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 7 }),
        fc.tuple(coordinate, coordinate),
        (faces, probe) => {
          const unit = ([x, y]: readonly [number, number]): [number, number] => [
            x / Math.hypot(x, y),
            y / Math.hypot(x, y),
          ];
          const units = faces.map(unit);
          const [px, py] = unit(probe);
          const cosines = units
            .map(([x, y]) => x * px + y * py)
            .sort((a, b) => b - a)
            .slice(0, 3);
          const [sx, sy] = units.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
          const look = (sx * px + sy * py) / Math.hypot(sx, sy);
          const best = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
          const [found] = searchPeople(
            indexPeople([{ id: 'x', embeddings: flat(...faces) }], 2),
            Float32Array.from(probe),
          );
          expect(found?.similarity).toBeCloseTo((look + best) / 2, 5);
        },
      ),
      { seed: 1 },
    );
  });

  it('of a person whose faces cancel out is the faces alone', () => {
    expect([...centroidOf({ values: Float32Array.of(1, 0, -1, 0), count: 2, dimensions: 2 })]).toEqual([
      0, 0,
    ]);
    const [found] = searchPeople(
      indexPeople([{ id: 'x', embeddings: flat([1, 0], [-1, 0]) }], 2),
      Float32Array.of(1, 0),
    );
    expect(found?.similarity).toBe(0);
  });

  it('passes on what is no matter of the vectors', () => {
    const broken = {
      id: 'x',
      get embeddings(): Float32Array {
        throw new TypeError('gone');
      },
    };
    expect(() => indexPeople([broken], 2)).toThrow(TypeError);
    const error = attempt(() => indexPeople([{ id: 'zoe', embeddings: flat([1, 0], [0, 0]) }], 2));
    expect(error).toMatchObject({ code: 'zero-vector', faces: [1] });
  });
});

describe('matchReferences', () => {
  it('names a group at the threshold and none below', () => {
    const named = (similarity: number, threshold: number): number =>
      matchReferences(
        [{ name: 'Ann', embeddings: flat([1, 0]) }],
        [Float32Array.of(similarity, 0)],
        2,
        threshold,
      ).length;
    expect([named(0.5, 0.5), named(0.49, 0.5)]).toEqual([1, 0]);
    expect(() => matchReferences([{ name: 'Ann', embeddings: new Float32Array(0) }], [], 2, 0.5)).toThrow(
      'Ann has no reference',
    );
  });

  it('goes by the mean of the pictures, and of equals by their order', () => {
    const people = [
      { name: 'Ann', embeddings: flat([1, 0], [0, 2]) },
      { name: 'Bea', embeddings: flat([1, 1]) },
    ];
    const [first, second] = [Float32Array.of(0.6, 0.8), Float32Array.of(0.8, 0.6)];
    const matches = matchReferences(people, [first, second], 2, 0);
    expect(matches.map(({ name, group }) => [name, group])).toEqual([
      ['Ann', 0],
      ['Bea', 1],
    ]);
    for (const { similarity } of matches) expect(similarity).toBeCloseTo(1.4 / Math.SQRT2, 5);
  });

  it('gives each group to the person it resembles most and no name twice', () => {
    const centroids = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6), Float32Array.of(0, 1)];
    const people = [
      { name: 'Ann', embeddings: flat([0.95, 0.05], [1, 0]) },
      { name: 'Bea', embeddings: flat([0.9, 0.3]) },
      { name: 'Nobody', embeddings: flat([-1, 0]) },
    ];
    expect(matchReferences(people, centroids, 2, 0.5).map(({ name, group }) => [name, group])).toEqual([
      ['Ann', 0],
      ['Bea', 1],
    ]);
  });
});
