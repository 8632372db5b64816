import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFaces, product, type MadeInput } from '../testing/real.product.js';
import { ClusterSet } from './cluster.set.js';
import { bcubedScore } from '../measure/grouping.metrics.js';
import { rejoinKnown, startFromKnown } from './known.groups.js';
import { seededRandom } from './seeded.random.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { labelsOf, makeFaces, type MadeFaces } from '../testing/made.faces.js';

const settings = { threshold: 0.36, care: 'balanced' as const };

/** The given faces in the given order. */
function pick(faces: MadeFaces, order: readonly number[]): MadeFaces {
  const { dimensions } = faces;
  const row = (face: number): Float32Array =>
    faces.embeddings.subarray(face * dimensions, (face + 1) * dimensions);
  const embeddings = new Float32Array(order.length * dimensions);
  order.forEach((face, place) => embeddings.set(row(face), place * dimensions));
  const of = (list: readonly number[]): number[] => order.map((face) => list[face] ?? -1);
  return {
    embeddings,
    dimensions,
    photoIds: of(faces.photoIds),
    quality: of(faces.quality),
    truth: of(faces.truth),
  };
}

function shuffled(count: number, seed: number): number[] {
  const random = seededRandom(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** Groups faces as they arrive in batches, and returns the final labels. */
async function arrive(faces: MadeFaces, batch: number): Promise<number[]> {
  let known: number[] = [];
  for (let from = 0; from < faces.truth.length; from += batch) {
    const here = pick(
      faces,
      Array.from({ length: Math.min(from + batch, faces.truth.length) }, (_, i) => i),
    );
    const input: MadeInput = { ...here, ...settings };
    const earlier = Array.from({ length: here.truth.length }, (_, face) => Math.max(-1, known[face] ?? -1));
    if (from > 0) input.known = earlier;
    known = labelsOf(here.truth.length, (await groupFaces(input)).clusters);
  }
  return known;
}

describe('photos that arrive later', () => {
  it('end in the same people as if all had been there from the start, in any order', async () => {
    // noise at which a few people are split or joined wrongly, so that order could matter
    const made = makeFaces({ seed: 77, people: 40, photos: 260, perPhoto: 3, noise: 1.05 });
    const full = bcubedScore(
      labelsOf(780, (await groupFaces({ ...made, ...settings })).clusters),
      made.truth,
    ).f1;
    expect(full).toBeGreaterThan(0.9);
    for (const [seed, batch] of [
      [1, 30],
      [2, 200],
      [3, 97],
    ] as const) {
      const faces = pick(made, shuffled(780, seed));
      expect(Math.abs(bcubedScore(await arrive(faces, batch), faces.truth).f1 - full)).toBeLessThan(0.002);
    }
  });

  it('change nothing for people they do not resemble', async () => {
    const made = makeFaces({ seed: 5, people: 12, photos: 60, perPhoto: 2, noise: 0.6 });
    const known = labelsOf(120, (await groupFaces({ ...made, ...settings })).clusters);
    // an organizer has split two people into odd and even photos; nobody new comes near, so the split stays
    const torn = known.map((label, face) => (label < 2 ? label + 100 * (face % 2) : label));
    const again = await groupFaces({ ...made, ...settings, known: torn });
    expect(bcubedScore(labelsOf(120, again.clusters), torn).f1).toBe(1);
  });

  it('grouped twice give the same people', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0.2, max: 1.3, noNaN: true }),
        async (seed, noise) => {
          const made = makeFaces({ seed, people: 9, photos: 40, perPhoto: 2, noise });
          const known = made.truth.map((_, face) => (face < 60 ? (made.truth[face] ?? 0) : -1));
          const input = { ...made, ...settings, qualityBar: 0, known };
          const once = await groupFaces(input);
          expect(await groupFaces(input)).toEqual(once);
          const twice = await groupFaces({ ...input, known: labelsOf(80, once.clusters) });
          expect(twice.clusters.map(({ faces }) => faces)).toEqual(once.clusters.map(({ faces }) => faces));
        },
      ),
      { numRuns: 20, seed: 1 },
    );
  });

  it('respect what an organizer has said since the last time', async () => {
    const made = makeFaces({ seed: 4, people: 3, photos: 20, perPhoto: 1, noise: 0.3 });
    const known = made.truth;
    const [a = 0, b = 0] = [...known.keys()].filter((face) => known[face] === 0);
    const other = known.indexOf(1);
    const apart = labelsOf(
      20,
      (
        await groupFaces({
          ...made,
          ...settings,
          qualityBar: 0,
          known,
          constraints: { cannotLink: [[a, b]] },
        })
      ).clusters,
    );
    expect(apart[a]).not.toBe(apart[b]);
    const tied = labelsOf(
      20,
      (
        await groupFaces({
          ...made,
          ...settings,
          qualityBar: 0,
          known,
          constraints: { mustLink: [[a, other]] },
        })
      ).clusters,
    );
    expect(tied[a]).toBe(tied[other]);
  });
});

/** Faces in a plane, by angle, each in a photo of its own. */
function facing(...angles: number[]): ClusterSet {
  const values = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
  return new ClusterSet({ values, count: angles.length, dimensions: 2 }, Int32Array.from(angles.keys()));
}

describe('starting from known groups', () => {
  const start = (
    set: ClusterSet,
    known: readonly number[],
    threshold = 0.5,
  ): ReturnType<typeof startFromKnown> =>
    startFromKnown(
      new SimilarPairs(product),
      set,
      known.map((_, cluster) => cluster),
      (cluster) => known[cluster] ?? -1,
      threshold,
    );

  it('takes groups of up to 24 faces apart when a new face comes near, and leaves 25 together', async () => {
    for (const [faces, apart] of [
      [24, true],
      [25, false],
    ] as const) {
      const set = facing(...new Array<number>(faces).fill(0), 1);
      const { changed, kept, groups } = await start(set, [...new Array<number>(faces).fill(7), -1]);
      expect(changed.size).toBe(apart ? faces + 1 : 1);
      expect([...kept]).toEqual(apart ? [] : [[7, 0]]);
      expect(set.size(0)).toBe(apart ? 1 : faces);
      expect(groups).toBe(2);
    }
  });

  it('counts as near from four fifths of the threshold', async () => {
    for (const [cosine, near] of [
      [0.41, true],
      [0.39, false],
    ] as const) {
      const set = facing(0, 0, Math.acos(cosine), 3);
      const { changed, kept } = await start(set, [3, 3, -1, 5]);
      expect([...changed].sort()).toEqual(near ? [0, 1, 2] : [2]);
      expect([...kept]).toEqual(
        near
          ? [[5, 3]]
          : [
              [3, 0],
              [5, 3],
            ],
      );
    }
  });

  it('removes from a group a face that somebody has since called another person', async () => {
    const set = facing(0, 0.1, 0.2, 3);
    set.forbid(0, 2);
    const { changed, kept, groups } = await start(set, [4, 4, 4, -1]);
    expect([...changed].sort()).toEqual([2, 3]);
    expect([...kept]).toEqual([[4, 0]]);
    expect([set.size(0), set.size(2), groups]).toEqual([2, 1, 2]);
  });

  it('starts with what it has when nobody is new, or nobody is known', async () => {
    expect(await start(facing(0, 0, 2), [0, 0, 1])).toEqual({
      changed: new Set(),
      kept: new Map([
        [0, 0],
        [1, 2],
      ]),
      groups: 2,
    });
    expect(await start(facing(0, 0, 2), [-1, -1, -1])).toEqual({
      changed: new Set([0, 1, 2]),
      kept: new Map(),
      groups: 3,
    });
  });

  it('returns poor faces to their person, but not to one that no longer exists', () => {
    const known = [0, 0, 0, -1, 6];
    const set = facing(0, 0, 2, 0, 0);
    set.merge(0, 1);
    rejoinKnown(set, [0], [2, 3, 4], (cluster) => known[cluster] ?? -1, new Map([[0, 1]]));
    expect([...set.members(0)].sort()).toEqual([0, 1, 2]);
    expect([set.size(2), set.size(3), set.size(4)]).toEqual([0, 1, 1]);
  });

  it('does not return a poor face that somebody took out, nor one whose photo already shows the person', () => {
    const values = new Float32Array(12).fill(0.5);
    const set = new ClusterSet({ values, count: 4, dimensions: 3 }, Int32Array.of(1, 2, 3, 1));
    set.merge(0, 1);
    set.forbid(1, 2);
    set.forbid(0, 2);
    rejoinKnown(set, [0], [2, 3], () => 9, new Map([[9, 0]]));
    expect([...set.members(0)].sort()).toEqual([0, 1]);
    expect([set.size(2), set.size(3)]).toEqual([1, 1]);
  });
});

describe('what was said by hand since the last time', () => {
  const axes = (...values: number[]): number[] => [
    ...values,
    ...new Array<number>(5 - values.length).fill(0),
  ];
  const base = { dimensions: 5, threshold: 0.5 };

  it('keeps a poor face out of the person it was taken out of, and otherwise leaves it there', async () => {
    const faces = {
      ...base,
      embeddings: Float32Array.from(
        [axes(1), axes(1, 0.1), axes(1, 0, 0.1), axes(0, 0, 0, 1), axes(1, 0.05)].flat(),
      ),
      photoIds: [1, 2, 3, 4, 5],
      quality: [0.9, 0.9, 0.9, 0.1, 0.1],
      known: [0, 0, 0, 0, -1],
    };
    const together = await groupFaces(faces);
    expect(together.clusters.map((person) => person.faces)).toEqual([[0, 1, 2, 3, 4]]);
    const apart = await groupFaces({
      ...faces,
      constraints: {
        cannotLink: [
          [3, 1],
          [4, 0],
        ],
      },
    });
    expect(apart.clusters.map((person) => person.faces)).toEqual([[0, 1, 2]]);
    expect(apart.unassigned).toEqual([3, 4]);
  });

  it('reconsiders faces that somebody has tied together: the earlier group of one is not the other’s', async () => {
    // 0 and 3 were one group without being alike; 0 was tied to 1, which it resembles
    for (const [zero, one] of [
      [axes(1), axes(0.9, 0.3)],
      [axes(0.9, 0.3), axes(1)],
    ] as const) {
      const embeddings = Float32Array.from([zero, one, axes(0, 0, 1), axes(0, 0, 0, 1)].flat());
      const faces = {
        ...base,
        embeddings,
        photoIds: [1, 2, 3, 4],
        quality: [0.9, 0.9, 0.9, 0.9],
        known: [0, 1, 2, 0],
      };
      const groups = async (mustLink: [number, number][]): Promise<string[]> =>
        (await groupFaces({ ...faces, constraints: { mustLink } })).clusters
          .map((person) => person.faces.join())
          .sort();
      expect(await groups([])).toEqual(['0,3', '1', '2']);
      expect(await groups([[0, 1]])).toEqual(['0,1', '2', '3']);
      expect(await groups([[1, 0]])).toEqual(['0,1', '2', '3']);
    }
  });

  it('knows each face by its own group, in whatever order faces are listed', async () => {
    const vectors = [axes(0, 0, 0, 1), axes(0, 1), axes(1), axes(0, 0, 1)];
    const faces = { ...base, photoIds: [1, 2, 3, 4], quality: [0.9, 0.9, 0.9, 0.9] };
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ]) {
      const embeddings = Float32Array.from(order.flatMap((face) => vectors[face] ?? []));
      const known = order.map((face) => (face < 2 ? 5 : 8));
      expect(
        labelsOf(4, (await groupFaces({ ...faces, embeddings, known })).clusters).map((label, _, all) =>
          all.indexOf(label),
        ),
      ).toEqual(known.map((group) => known.indexOf(group)));
    }
  });

  it('adopts a face turned away only where something has changed', async () => {
    const stray = axes(0.42, 0, 0, 0.9);
    const faces = {
      ...base,
      embeddings: Float32Array.from([axes(1), axes(1), axes(1), stray].flat()),
      photoIds: [1, 2, 3, 4],
      quality: [0.9, 0.9, 0.9, 0.9],
    };
    expect((await groupFaces({ ...faces, threshold: 0.45 })).clusters).toHaveLength(1);
    expect((await groupFaces({ ...faces, threshold: 0.45, known: [0, 0, 0, 1] })).clusters).toHaveLength(2);
    expect((await groupFaces({ ...faces, threshold: 0.45, known: [0, 0, 0, -1] })).clusters).toHaveLength(1);
  });
});
