import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFaces } from './cluster.faces.js';
import type { FacesToGroup } from './faces.input.js';
import { bcubedScore } from './grouping.metrics.js';
import { seededRandom } from './seeded.random.js';
import { labelsOf, makeFaces, type MadeFaces } from './testing/made.faces.js';

const settings = { threshold: 0.36, care: 'balanced' as const };

/** The given faces in the given order. */
function pick(faces: MadeFaces, order: readonly number[]): MadeFaces {
  const { dimensions } = faces;
  const row = (face: number): Float32Array => faces.embeddings.subarray(face * dimensions, (face + 1) * dimensions);
  const embeddings = new Float32Array(order.length * dimensions);
  order.forEach((face, place) => embeddings.set(row(face), place * dimensions));
  const of = (list: readonly number[]): number[] => order.map((face) => list[face] ?? -1);
  return { embeddings, dimensions, photoIds: of(faces.photoIds), quality: of(faces.quality), truth: of(faces.truth) };
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

/** Groups faces as they arrive, so many at once, and returns the labels they end with. */
async function arrive(faces: MadeFaces, batch: number): Promise<number[]> {
  let known: number[] = [];
  for (let from = 0; from < faces.truth.length; from += batch) {
    const here = pick(faces, Array.from({ length: Math.min(from + batch, faces.truth.length) }, (_, i) => i));
    const input: FacesToGroup = { ...here, ...settings };
    const earlier = Array.from({ length: here.truth.length }, (_, face) => Math.max(-1, known[face] ?? -1));
    if (from > 0) input.known = earlier;
    known = labelsOf(here.truth.length, (await groupFaces(input)).clusters);
  }
  return known;
}

describe('photos that arrive later', () => {
  it('end in the same people as if all had been there at once, in any order', async () => {
    // noise at which a few people are split or joined wrongly, so that order could matter
    const made = makeFaces({ seed: 77, people: 40, photos: 260, perPhoto: 3, noise: 1.05 });
    const full = bcubedScore(labelsOf(780, (await groupFaces({ ...made, ...settings })).clusters), made.truth).f1;
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
    // an organizer has torn two people into odd and even photos; nobody new comes near, so that stands
    const torn = known.map((label, face) => (label < 2 ? label + 100 * (face % 2) : label));
    const again = await groupFaces({ ...made, ...settings, known: torn });
    expect(bcubedScore(labelsOf(120, again.clusters), torn).f1).toBe(1);
  });

  it('run twice give the same people', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0.2, max: 1.3, noNaN: true }), async (seed, noise) => {
        const made = makeFaces({ seed, people: 9, photos: 40, perPhoto: 2, noise });
        const known = made.truth.map((_, face) => (face < 60 ? (made.truth[face] ?? 0) : -1));
        const input = { ...made, ...settings, qualityBar: 0, known };
        const once = await groupFaces(input);
        expect(await groupFaces(input)).toEqual(once);
        const twice = await groupFaces({ ...input, known: labelsOf(80, once.clusters) });
        expect(twice.clusters.map(({ faces }) => faces)).toEqual(once.clusters.map(({ faces }) => faces));
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('honour what an organizer has said since the last time', async () => {
    const made = makeFaces({ seed: 4, people: 3, photos: 20, perPhoto: 1, noise: 0.3 });
    const known = made.truth;
    const [a = 0, b = 0] = [...known.keys()].filter((face) => known[face] === 0);
    const other = known.indexOf(1);
    const apart = labelsOf(20, (await groupFaces({ ...made, ...settings, qualityBar: 0, known, constraints: { cannotLink: [[a, b]] } })).clusters);
    expect(apart[a]).not.toBe(apart[b]);
    const tied = labelsOf(20, (await groupFaces({ ...made, ...settings, qualityBar: 0, known, constraints: { mustLink: [[a, other]] } })).clusters);
    expect(tied[a]).toBe(tied[other]);
  });
});
