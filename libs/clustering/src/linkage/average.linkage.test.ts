import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageLinkage, type LinkageOptions } from './average.linkage.js';
import { ClusterSet } from './cluster.set.js';
import { unitRows } from '../search/embedding.matrix.js';
import { SecondOpinion } from './second.opinion.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { product } from '../testing/real.product.js';
import { makeFaces, type MadeFaces } from '../testing/made.faces.js';

const scene = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  people: fc.integer({ min: 1, max: 6 }),
  photos: fc.integer({ min: 1, max: 14 }),
  perPhoto: fc.integer({ min: 1, max: 3 }),
  noise: fc.double({ min: 0.3, max: 2.2, noNaN: true }),
  dimensions: fc.constantFrom(5, 12, 32),
});
const cannotLinks = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 });

/** A set of generated faces, with pairs that may not be one person. */
function setOf(faces: MadeFaces, apart: readonly (readonly [number, number])[]): ClusterSet {
  const set = new ClusterSet(unitRows(faces.embeddings, faces.dimensions), Int32Array.from(faces.photoIds));
  const count = faces.quality.length;
  for (const [a, b] of apart) if (a % count !== b % count) set.forbid(a % count, b % count);
  return set;
}

async function grouped(set: ClusterSet, options: LinkageOptions): Promise<number[][]> {
  const all = Array.from({ length: set.count }, (_, cluster) => cluster);
  const left = await averageLinkage(new SimilarPairs(product), set, all, options);
  return left
    .map((cluster) => [...set.members(cluster)].sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** The definition, from single pairs of faces: slow, and independent of sums, heaps and neighbours. */
class PlainGroups {
  private readonly cosine: (a: number, b: number) => number;
  private readonly enemies = new Set<string>();

  constructor(
    private readonly faces: MadeFaces,
    apart: readonly (readonly [number, number])[],
  ) {
    const { values } = unitRows(faces.embeddings, faces.dimensions);
    const d = faces.dimensions;
    this.cosine = (a, b) => {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (values[a * d + k] ?? 0) * (values[b * d + k] ?? 0);
      return sum;
    };
    const count = faces.quality.length;
    for (const [a, b] of apart)
      for (const pair of [
        [a, b],
        [b, a],
      ])
        this.enemies.add(pair.map((face) => face % count).join());
  }

  forbidden(a: readonly number[], b: readonly number[]): boolean {
    const { photoIds } = this.faces;
    return a.some((x) =>
      b.some((y) => photoIds[x] === photoIds[y] || (x !== y && this.enemies.has(`${x},${y}`))),
    );
  }

  likeness(a: readonly number[], b: readonly number[]): number {
    return this.average(a, b) * this.weight(a) * this.weight(b);
  }

  private average(a: readonly number[], b: readonly number[]): number {
    return (
      a.reduce((sum, x) => sum + b.reduce((part, y) => part + this.cosine(x, y), 0), 0) /
      (a.length * b.length)
    );
  }

  private weight(group: readonly number[]): number {
    return group.length === 1
      ? 1
      : Math.max(0.3, Math.sqrt(Math.max(0, this.average(group, group)))) ** -0.75;
  }

  /**
   * Rounds: pairs of groups that are alike or nearly so at the start of a round are neighbours, and the most alike
   * neighbours are merged until none are left.
   */
  link(threshold: number): number[][] {
    let groups = this.faces.quality.map((_, face) => [face]);
    for (;;) {
      const before = groups.length;
      groups = this.round(groups, threshold);
      if (groups.length === before)
        return groups.map((group) => group.sort((a, b) => a - b)).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    }
  }

  private round(start: number[][], threshold: number): number[][] {
    const near = new Map(
      start.map((group) => [
        group,
        new Set(start.filter((other) => other !== group && this.likeness(group, other) >= 0.8 * threshold)),
      ]),
    );
    for (;;) {
      let best: [number[], number[]] | undefined;
      let most = threshold;
      for (const [a, others] of near) {
        for (const b of others) {
          const likeness = this.forbidden(a, b) ? -Infinity : this.likeness(a, b);
          if (likeness >= most) [most, best] = [likeness, [a, b]];
        }
      }
      if (!best) return [...near.keys()];
      const [a, b] = best;
      const joined = [...a, ...b];
      const neighbours = new Set([...(near.get(a) ?? []), ...(near.get(b) ?? [])]);
      for (const gone of best) {
        neighbours.delete(gone);
        near.delete(gone);
        for (const others of near.values()) if (others.delete(gone)) others.add(joined);
      }
      near.set(joined, neighbours);
    }
  }
}

describe('average linkage', () => {
  it('forms the groups of its definition, the most alike first', async () => {
    await fc.assert(
      fc.asyncProperty(scene, cannotLinks, fc.constantFrom(0.2, 0.4, 0.6), async (made, apart, threshold) => {
        const faces = makeFaces(made);
        expect(await grouped(setOf(faces, apart), { threshold, perRow: 50 })).toEqual(
          new PlainGroups(faces, apart).link(threshold),
        );
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  it('leaves no two groups apart that could be one, however few neighbours it considers at a time', async () => {
    await fc.assert(
      fc.asyncProperty(scene, cannotLinks, fc.integer({ min: 1, max: 3 }), async (made, apart, perRow) => {
        const faces = makeFaces(made);
        const groups = await grouped(setOf(faces, apart), { threshold: 0.4, perRow });
        const plain = new PlainGroups(faces, apart);
        expect(groups.flat().sort((a, b) => a - b)).toEqual(faces.quality.map((_, face) => face));
        for (const [i, a] of groups.entries()) {
          for (const b of groups.slice(i + 1))
            if (!plain.forbidden(a, b)) expect(plain.likeness(a, b)).toBeLessThan(0.4 + 1e-5);
        }
        for (const group of groups)
          for (const face of group)
            expect(
              plain.forbidden(
                [face],
                group.filter((x) => x !== face),
              ),
            ).toBe(false);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('keeps two halves of a person together before it gives one of them a look-alike', async () => {
    // the halves' faces are alike by 0.45, but the halves, which are more than one face, by 0.55; the look-alike by 0.52
    const faces = [
      [0.872, 0.49, 0, 0, 0],
      [0.872, -0.49, 0, 0, 0],
      [0.516, 0, 0.703, 0.49, 0],
      [0.516, 0, 0.703, -0.49, 0],
      [0.538, 0.1, 0, 0, 0.837],
    ];
    const set = new ClusterSet(unitRows(Float32Array.from(faces.flat()), 5), Int32Array.from(faces.keys()));
    expect(await grouped(set, { threshold: 0.5 })).toEqual([[0, 1, 2, 3], [4]]);
  });

  it('joins at the threshold and not below', async () => {
    const two = (cosine: number): ClusterSet =>
      new ClusterSet(
        { values: Float32Array.of(1, 0, cosine, 1), count: 2, dimensions: 2 },
        Int32Array.of(0, 1),
      );
    expect(await grouped(two(0.5), { threshold: 0.5 })).toEqual([[0, 1]]);
    expect(await grouped(two(0.4999), { threshold: 0.5 })).toEqual([[0], [1]]);
  });

  it('compares only what has changed with everything, and from then on what grows', async () => {
    const angles = [0, 0.3, 2, 2.3, 4, 4.3];
    const set = (): ClusterSet =>
      new ClusterSet(
        {
          values: Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
          count: 6,
          dimensions: 2,
        },
        Int32Array.from(angles.keys()),
      );
    expect(await grouped(set(), { threshold: 0.9 })).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(await grouped(set(), { threshold: 0.9, changed: new Set([3]) })).toEqual([
      [0],
      [1],
      [2, 3],
      [4],
      [5],
    ]);
    expect(await grouped(set(), { threshold: 0.9, changed: new Set() })).toEqual([
      [0],
      [1],
      [2],
      [3],
      [4],
      [5],
    ]);
    // 1 joins 0, which makes a group that nothing has been compared with: 2 comes near enough
    const chain = new ClusterSet(
      {
        values: Float32Array.from([0, 0.4, -0.44, 3].flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
        count: 4,
        dimensions: 2,
      },
      Int32Array.from([0, 1, 2, 3]),
    );
    expect(await grouped(chain, { threshold: 0.75, changed: new Set([1]) })).toEqual([[0, 1, 2], [3]]);
  });

  it('lets the second network separate what the first would join, and both decide down to its band', async () => {
    const rows = (cosine: number): Float32Array =>
      Float32Array.of(1, 0, cosine, Math.sqrt(1 - cosine * cosine));
    const links = async (first: number, second: number): Promise<number> => {
      const matrix = (values: Float32Array) => ({ values, count: 2, dimensions: 2 });
      const opinion = new SecondOpinion(matrix(rows(second)), 0.3);
      return (
        await grouped(new ClusterSet(matrix(rows(first)), Int32Array.of(0, 1), opinion), { threshold: 0.5 })
      ).length;
    };
    expect(await links(0.52, 0.05)).toBe(2);
    expect(await links(0.47, 0.65)).toBe(1);
    expect(await links(0.39, 1)).toBe(2);
    expect(await links(0.61, -1)).toBe(1);
  });
});
