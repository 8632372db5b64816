import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { centroidOf } from './embedding.matrix.js';
import { FaceIndex, type FaceCandidates } from './face.index.js';
import { matchReferences } from './reference.match.js';

const coordinate = fc.integer({ min: 1, max: 100 });

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

const flatRow = (n: number): number[] => [1, n];
const flat = (...rows: number[][]): Float32Array => Float32Array.from(rows.flat());

const indexOf = (
  dimensions: number,
  people: Record<string, number[][]>,
  loose: number[][] = [],
): FaceIndex => {
  const index = new FaceIndex(dimensions);
  for (const [person, faces] of Object.entries(people))
    faces.forEach((face, n) => index.set(`${person} ${n}`, person, flat(face)));
  loose.forEach((face, n) => index.set(`loose ${n}`, null, flat(face)));
  return index;
};
function searched(index: FaceIndex, ...probe: number[]): FaceCandidates {
  const search = index.search(Float32Array.from(probe));
  let step = search.next();
  while (!step.done) step = search.next();
  return step.value;
}

describe('a search of an event', () => {
  it('finds the guest although one of the photos in their group shows someone else', () => {
    const index = indexOf(3, {
      guest: [
        [1, 0.1, 0],
        [1, 0, 0.1],
        [0.9, 0.1, 0.1],
        [0, 0, 1],
      ],
      stranger: [
        [0, 1, 0],
        [0.1, 1, 0],
        [0, 1, 0.1],
        [1, 0, 0],
      ],
    });
    const [guest, stranger] = searched(index, 2, 0, 0).people;
    expect([guest?.id, stranger?.id]).toEqual(['guest', 'stranger']);
    expect(guest?.similarity).toBeGreaterThan(0.95);
    expect(stranger?.similarity).toBeLessThan(0.5);
  });

  it('gives the plain cosine for a person seen once, as for a face of nobody', () => {
    const { people, faces } = searched(
      indexOf(2, { once: [[3, 4]] }, [
        [0, 1],
        [3, 4],
      ]),
      1,
      0,
    );
    expect(people).toEqual([{ id: 'once', similarity: expect.closeTo(0.6, 6) as number }]);
    expect(faces).toEqual([
      { id: 'loose 0', similarity: 0 },
      { id: 'loose 1', similarity: expect.closeTo(0.6, 6) as number },
    ]);
  });

  it('refuses a probe of another model, and names a face with a broken vector', () => {
    const index = indexOf(2, { a: [[1, 0]] });
    expect(() => searched(index, 1, 0, 0)).toThrow('different models');
    expect(() => index.set('zoe', null, flat([0, 0]))).toThrow('face zoe: the embedding');
    expect(() => index.set('zoe', null, flat([1, 0, 0, 1]))).toThrow('face zoe has 4 floats');
    expect(() => index.set('zoe', null)).toThrow('face zoe: there is no embedding');
    expect(attempt(() => index.set('zoe', null, flat([NaN, 0])))).toMatchObject({ code: 'not-a-number' });
    expect(searched(index, 1, 0)).toEqual({ people: [{ id: 'a', similarity: 1 }], faces: [] });
  });

  it('of an event without faces finds nobody', () => {
    expect(searched(new FaceIndex(2), 1, 0)).toEqual({ people: [], faces: [] });
  });

  it('pauses every few thousand faces, of people as of nobody', () => {
    const index = new FaceIndex(2);
    for (let n = 0; n < 20_000; n++) index.set(`f${n}`, n % 2 ? null : `p${n % 500}`, flat([1, n]));
    const pauses = [...index.search(flat([1, 0]))].length;
    expect(pauses).toBeGreaterThanOrEqual(8);
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
          const [found] = searched(indexOf(2, { x: faces }), ...probe).people;
          expect(found?.similarity).toBeCloseTo((look + best) / 2, 5);
        },
      ),
      { seed: 1 },
    );
  });

  it('of a person whose faces cancel out is the faces alone', () => {
    expect([...centroidOf([flat([1, 0]), flat([-1, 0])], 2)]).toEqual([0, 0]);
    const index = indexOf(2, {
      x: [
        [1, 0],
        [-1, 0],
      ],
    });
    expect(searched(index, 1, 0).people).toEqual([{ id: 'x', similarity: 0 }]);
  });

  it('is the same to the last bit whichever way the faces came', () => {
    const face = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      personId: fc.constantFrom('x', 'y', null),
      embedding: fc.option(fc.tuple(coordinate, coordinate, coordinate)),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(face, { maxLength: 30 }), (steps) => {
        const index = new FaceIndex(3);
        const now = new Map<string, { personId: string | null; embedding: number[] }>();
        for (const { id, personId, embedding, gone } of steps) {
          const known = now.get(id);
          if (gone) {
            index.delete(id);
            now.delete(id);
          } else if (embedding || known) {
            index.set(id, personId, embedding ? Float32Array.from(embedding) : undefined);
            now.set(id, { personId, embedding: embedding ?? known?.embedding ?? [] });
          }
          searched(index, 1, 2, 3);
        }
        const fresh = new FaceIndex(3);
        for (const [id, { personId, embedding }] of now)
          fresh.set(id, personId, Float32Array.from(embedding));
        const sorted = ({ people, faces }: FaceCandidates) =>
          [people, faces].map((found) => found.sort((a, b) => (a.id < b.id ? -1 : 1)));
        expect(sorted(searched(index, 3, 1, 2))).toEqual(sorted(searched(fresh, 3, 1, 2)));
        expect(index.bytes).toBe(fresh.bytes);
      }),
      { seed: 1 },
    );
  });
});

describe('vectors that are not needed any more', () => {
  /** Every vector that was filled with zeros meanwhile. */
  function filled(work: () => void): number {
    const fill = vi.spyOn(Float32Array.prototype, 'fill');
    try {
      work();
      for (const vector of fill.mock.contexts as unknown as Float32Array[])
        expect(vector.every((value) => value === 0)).toBe(true);
      return new Set(fill.mock.contexts).size;
    } finally {
      fill.mockRestore();
    }
  }

  it('are overwritten: those of faces that go or are replaced, and all of them, with the looks of people, at the end', () => {
    const faces = { x: [flatRow(1), flatRow(2)], y: [flatRow(3)] };
    const index = indexOf(2, faces, [flatRow(4)]);
    searched(index, 1, 0);
    expect(filled(() => index.set('y 0', 'y', flat([5, 1])))).toBe(2); // the face, the look
    expect(filled(() => index.delete('loose 0'))).toBe(1);
    expect(filled(() => index.set('x 0', null))).toBe(1); // the look
    searched(index, 1, 0);
    expect(filled(() => index.clear())).toBe(3 + 2);
    expect([searched(index, 1, 0), index.bytes]).toEqual([{ people: [], faces: [] }, 0]);
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
