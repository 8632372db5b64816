import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { centroidOf } from './embedding.matrix.js';
import { FaceIndex, type FaceCandidates, type FaceLook } from './face.index.js';
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

/** A clear face. */
const look = (embedding: number[], photoId = 'a photo'): FaceLook => ({
  embedding: Float32Array.from(embedding),
  photoId,
  quality: 1,
});

const indexOf = (
  dimensions: number,
  people: Record<string, number[][]>,
  loose: number[][] = [],
): FaceIndex => {
  const index = new FaceIndex(dimensions);
  for (const [person, faces] of Object.entries(people))
    faces.forEach((face, n) => index.set(`${person} ${n}`, person, look(face, `${person} ${n}`)));
  loose.forEach((face, n) => index.set(`loose ${n}`, null, look(face, `loose ${n}`)));
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
    expect(() => index.set('zoe', null, look([0, 0]))).toThrow('face zoe: the embedding');
    expect(() => index.set('zoe', null, look([1, 0, 0, 1]))).toThrow('face zoe has 4 floats');
    expect(() => index.set('zoe', null)).toThrow('face zoe: there is no embedding');
    expect(attempt(() => index.set('zoe', null, look([NaN, 0])))).toMatchObject({ code: 'not-a-number' });
    expect(searched(index, 1, 0)).toMatchObject({ people: [{ id: 'a', similarity: 1 }], faces: [] });
  });

  it('of an event without faces finds nobody', () => {
    expect(searched(new FaceIndex(2), 1, 0)).toMatchObject({ people: [], faces: [] });
  });

  it('pauses every few thousand faces, of people as of nobody', () => {
    const index = new FaceIndex(2);
    for (let n = 0; n < 20_000; n++)
      index.set(`f${n}`, n % 2 ? null : `p${n % 500}`, look([1, n], String(n)));
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
      look: fc.option(
        fc.record({
          embedding: fc.tuple(coordinate, coordinate, coordinate),
          photoId: fc.constantFrom('p', 'q'),
          quality: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      ),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(face, { maxLength: 30 }), (steps) => {
        const index = new FaceIndex(3);
        const now = new Map<string, { personId: string | null; look: FaceLook }>();
        for (const { id, personId, look: made, gone } of steps) {
          const seen = made && { ...made, embedding: Float32Array.from(made.embedding) };
          const known = now.get(id);
          if (gone) {
            index.delete(id);
            now.delete(id);
          } else if (seen || known) {
            index.set(id, personId, seen ?? undefined);
            const last = seen ?? known?.look;
            if (last) now.set(id, { personId, look: last });
          }
          searched(index, 1, 2, 3);
        }
        const fresh = new FaceIndex(3);
        for (const [id, { personId, look: seen }] of now) fresh.set(id, personId, seen);
        const sorted = ({ people, faces, strangers }: FaceCandidates) => [
          ...[people, faces].map((found) => found.sort((a, b) => (a.id < b.id ? -1 : 1))),
          strangers,
        ];
        expect(sorted(searched(index, 3, 1, 2))).toEqual(sorted(searched(fresh, 3, 1, 2)));
        expect(index.bytes).toBe(fresh.bytes);
      }),
      { seed: 1 },
    );
  });
});

describe('how alike strangers of the event are', () => {
  const strangers = (index: FaceIndex): number => searched(index, 1, 0).strangers.pairs;

  it('is learnt from who stands in one photo, as photos come and go', () => {
    const index = indexOf(2, { x: [[1, 0]], y: [[0, 1]] });
    expect(strangers(index)).toBe(0);
    index.set('x again', 'x', look([1, 0], 'both'));
    index.set('y again', 'y', { ...look([0, 1], 'both'), quality: 0.5 });
    expect(strangers(index)).toBe(0.5);
    expect(searched(index, 1, 0).strangers.quantile(1)).toBeCloseTo(0, 9);
    index.set('x again', null); // whose a face is does not matter
    expect(strangers(index)).toBe(0.5);
    index.set('y again', 'y', look([0, 1], 'another'));
    expect(strangers(index)).toBe(0);
    index.set('y again', 'y', look([0, 1], 'both'));
    expect(strangers(index)).toBe(1);
    index.delete('x again');
    expect(strangers(index)).toBe(0);
    index.clear();
    index.set('x', null, look([1, 0]));
    expect(strangers(index)).toBe(0);
  });

  it('says of two people how alike they look', () => {
    const index = indexOf(2, { x: [[1, 0]], y: [[3, 4]] });
    expect([index.likeness('x', 'y'), index.likeness('x', 'x'), index.likeness('x', 'nobody')]).toEqual([
      expect.closeTo(0.6, 6),
      1,
      -1,
    ]);
  });
});

describe('kinds of faces', () => {
  it('are taken off faces and probe alike', () => {
    // all small children look up; who they are is left and right
    const kinds = { means: Float32Array.of(0, 0.9), sharpness: 10 };
    const child = (angle: number): number[] => [Math.sin(angle), Math.cos(angle)];
    const index = new FaceIndex(2, kinds);
    index.set('a', 'ann', look(child(0.3)));
    index.set('b', 'bea', look(child(-0.3), 'another'));
    const [ann, bea] = searched(index, ...child(0.35)).people;
    expect(ann?.similarity).toBeGreaterThan(0.9);
    expect(bea?.similarity).toBeLessThan(0);
    expect(() => new FaceIndex(3, kinds)).toThrow('not a whole number of embeddings');
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
    expect(filled(() => index.set('y 0', 'y', look([5, 1])))).toBe(2); // the face, the look
    expect(filled(() => index.delete('loose 0'))).toBe(1);
    expect(filled(() => index.set('x 0', null))).toBe(1); // the look
    searched(index, 1, 0);
    expect(filled(() => index.clear())).toBe(3 + 2);
    expect([searched(index, 1, 0), index.bytes]).toMatchObject([{ people: [], faces: [] }, 0]);
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
