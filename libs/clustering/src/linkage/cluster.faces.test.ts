import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFaces, type MadeInput } from '../testing/real.product.js';
import { unitRows } from '../search/embedding.matrix.js';
import { pairwiseScore } from '../measure/grouping.metrics.js';
import { labelsOf, makeFaces } from '../testing/made.faces.js';
import { strangersOf } from '../testing/made.strangers.js';
import { repeatedFaces } from './repeated.faces.js';
import { calibrate, thresholdFor } from '../measure/threshold.calibration.js';

const options = { threshold: 0.4, qualityBar: 0 };

/** Group labels that do not depend on the order of groups or faces: the lowest original face of each group. */
async function partition(input: MadeInput, original: readonly number[]): Promise<Map<number, number>> {
  const result = new Map<number, number>();
  for (const { faces } of (await groupFaces(input)).clusters) {
    const name = Math.min(...faces.map((face) => original[face] ?? -1));
    for (const face of faces) result.set(original[face] ?? -1, name);
  }
  return result;
}

const scene = fc.record({
  seed: fc.integer({ min: 0, max: 1e9 }),
  people: fc.integer({ min: 1, max: 12 }),
  photos: fc.integer({ min: 1, max: 25 }),
  perPhoto: fc.integer({ min: 1, max: 4 }),
  noise: fc.double({ min: 0.05, max: 2, noNaN: true }),
});

describe('groupFaces', () => {
  it('finds the people of a clean event, each in one group', async () => {
    const faces = makeFaces({ seed: 7, people: 30, photos: 200, perPhoto: 3, noise: 0.7 });
    const { clusters, unassigned } = await groupFaces({ ...faces, ...options });
    expect(unassigned).toEqual([]);
    expect(clusters).toHaveLength(30);
    expect(pairwiseScore(labelsOf(600, clusters), faces.truth).f1).toBe(1);
    expect(clusters.map(({ photos }) => photos)).toEqual(
      clusters.map(({ photos }) => photos).sort((a, b) => b - a),
    );
  });

  it('shows nobody twice in a photo but by faces that are one and the same, whatever the faces look like', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const faces = makeFaces(made);
        const rows = unitRows(faces.embeddings, faces.dimensions);
        const repeat = repeatedFaces(rows, Int32Array.from(faces.photoIds));
        for (const cluster of (await groupFaces({ ...faces, ...options, qualityBar: 0.4 })).clusters) {
          const photos = new Set(cluster.faces.map((face) => faces.photoIds[face]));
          expect(new Set(cluster.faces.map((face) => repeat[face])).size).toBe(photos.size);
          expect(cluster.photos).toBe(photos.size);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('honours "not the same person" and "the same person" over any resemblance, even via third faces', async () => {
    const pair = fc.tuple(fc.nat(1000), fc.nat(1000));
    await fc.assert(
      fc.asyncProperty(
        scene,
        fc.array(pair, { maxLength: 6 }),
        fc.array(pair, { maxLength: 3 }),
        async (made, cannot, must) => {
          const faces = makeFaces(made);
          const count = faces.quality.length;
          const within = (pairs: [number, number][]) =>
            pairs.map(([a, b]): [number, number] => [a % count, b % count]).filter(([a, b]) => a !== b);
          const mustLink = within(must);
          const tied = labelsOf(count, components(count, mustLink));
          const cannotLink = within(cannot).filter(([a, b]) => tied[a] !== tied[b]);
          const grouped = await groupFaces({ ...faces, ...options, constraints: { mustLink, cannotLink } });
          const labels = labelsOf(count, grouped.clusters);
          for (const [a, b] of cannotLink) expect(labels[a]).not.toBe(labels[b]);
          for (const [a, b] of mustLink) expect(labels[a]).toBe(labels[b]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same people in whatever order photos arrive, and on every run', async () => {
    await fc.assert(
      fc.asyncProperty(scene, fc.integer(), async (made, shuffleSeed) => {
        const faces = makeFaces(made);
        const indices = faces.quality.map((_, face) => face);
        const shuffled = [...indices].sort(
          (a, b) => ((a * 7919 + shuffleSeed) % 101) - ((b * 7919 + shuffleSeed) % 101),
        );
        const moved = {
          ...faces,
          embeddings: Float32Array.from(
            shuffled.flatMap((face) => [...faces.embeddings.subarray(face * 64, face * 64 + 64)]),
          ),
          photoIds: shuffled.map((face) => faces.photoIds[face] ?? 0),
          quality: shuffled.map((face) => faces.quality[face] ?? 0),
        };
        const first = await partition({ ...faces, ...options, qualityBar: 0.3 }, indices);
        const second = await partition({ ...moved, ...options, qualityBar: 0.3 }, shuffled);
        expect(new Map([...second].sort((a, b) => a[0] - b[0]))).toEqual(
          new Map([...first].sort((a, b) => a[0] - b[0])),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('merges no further and no less than the average similarity allows', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (made) => {
        const faces = makeFaces({ ...made, perPhoto: 1 });
        const { clusters } = await groupFaces({ ...faces, ...options });
        for (const [i, a] of clusters.entries()) {
          for (const b of clusters.slice(i + 1))
            expect(averageCosine(faces, a.faces, b.faces)).toBeLessThan(0.4 + 1e-5);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets a blurred face join its person but never become one', async () => {
    const faces = makeFaces({ seed: 3, people: 4, photos: 12, perPhoto: 2, noise: 0.4 });
    const lone = makeFaces({ seed: 99, people: 1, photos: 1, perPhoto: 1, noise: 0.1 });
    const quality = faces.quality.map((_, face) => (face % 5 === 4 ? 0.1 : 0.9));
    const grouped = await groupFaces({
      embeddings: Float32Array.from([...faces.embeddings, ...lone.embeddings]),
      dimensions: 64,
      photoIds: [...faces.photoIds, 777],
      quality: [...quality, 0.1],
      threshold: 0.4,
      qualityBar: 0.3,
    });
    expect(grouped.unassigned).toEqual([24]);
    expect(pairwiseScore(labelsOf(25, grouped.clusters), [...faces.truth, -1]).f1).toBe(1);
    for (const { cover } of grouped.clusters) expect(quality[cover]).toBe(0.9);
  });

  it('lets two faces of one photo be one person when someone said so (a mirror)', async () => {
    const embeddings = Float32Array.from([1, 0, 0, 1, 0.9, 0.1]);
    const input = {
      embeddings,
      dimensions: 2,
      photoIds: ['a', 'a', 'b'],
      quality: [1, 1, 1],
      threshold: 0.4,
    };
    expect((await groupFaces(input)).clusters.map(({ faces }) => faces)).toEqual([[0, 2], [1]]);
    const told = await groupFaces({ ...input, constraints: { mustLink: [[0, 1]] } });
    expect(told.clusters.map(({ faces }) => faces)).toEqual([[0, 1, 2]]);
    const opposite = {
      ...input,
      embeddings: Float32Array.from([1, 0, -1, 0, 0, 1]),
      constraints: { mustLink: [[0, 1] as const] },
    };
    expect((await groupFaces(opposite)).clusters.map(({ faces }) => faces)).toEqual([[0, 1], [2]]);
  });

  it('handles no face, one face, and a thousand copies of one', async () => {
    const empty = {
      embeddings: new Float32Array(0),
      dimensions: 512,
      photoIds: [],
      quality: [],
      threshold: 0.4,
    };
    expect(await groupFaces(empty)).toEqual({ clusters: [], unassigned: [], threshold: 0.4 });
    const one = {
      embeddings: Float32Array.of(3, 4),
      dimensions: 2,
      photoIds: [1],
      quality: [0.9],
      threshold: 0.4,
    };
    expect((await groupFaces(one)).clusters).toMatchObject([{ faces: [0], photos: 1, cover: 0 }]);
    const copies = await groupFaces({
      embeddings: new Float32Array(1000 * 8).fill(1),
      dimensions: 8,
      photoIds: Array.from({ length: 1000 }, (_, i) => i % 100),
      quality: new Array<number>(1000).fill(1),
      threshold: 0.4,
    });
    expect(copies.clusters.map(({ faces, photos }) => [faces.length, photos])).toEqual([[1000, 100]]);
  });

  it('makes one person of ten thousand copies of one photo, and of one almost the same', async () => {
    const count = 10_000;
    const copies = {
      embeddings: new Float32Array(count * 32).fill(0.5),
      dimensions: 32,
      photoIds: Array.from({ length: count }, (_, i) => i),
      quality: new Array<number>(count).fill(1),
      threshold: 0.4,
    };
    expect((await groupFaces(copies)).clusters.map(({ faces }) => faces.length)).toEqual([count]);
    const resaved = makeFaces({ seed: 8, people: 1, photos: 600, perPhoto: 1, noise: 0.01 });
    expect((await groupFaces({ ...resaved, ...options })).clusters.map(({ faces }) => faces.length)).toEqual([
      600,
    ]);
  });

  it('assigns a face with a broken embedding to nobody and groups all the others', async () => {
    const faces = makeFaces({ seed: 12, people: 3, photos: 9, perPhoto: 2, noise: 0.4 });
    faces.embeddings.fill(0, 64, 128);
    faces.embeddings[2 * 64 + 5] = NaN;
    faces.embeddings[3 * 64] = Infinity;
    const { clusters, unassigned } = await groupFaces({ ...faces, ...options });
    expect(unassigned).toEqual([1, 2, 3]);
    expect(clusters.flatMap((cluster) => cluster.faces).sort((a, b) => a - b)).toEqual([
      0,
      ...Array.from({ length: 14 }, (_, i) => i + 4),
    ]);
    for (const { centroid } of clusters) expect(centroid.every(Number.isFinite)).toBe(true);
    const told = await groupFaces({ ...faces, ...options, constraints: { mustLink: [[0, 1]] } });
    expect(told.clusters.find((cluster) => cluster.faces.includes(1))?.faces).toContain(0);
    expect(await groupFaces({ ...faces, ...options, embeddings: new Float32Array(18 * 64) })).toMatchObject({
      clusters: [],
      unassigned: Array.from({ length: 18 }, (_, i) => i),
    });
  });

  it('makes one person of an event that is one person, and nobody of faces that are all too poor', async () => {
    const one = makeFaces({ seed: 21, people: 1, photos: 80, perPhoto: 1, noise: 0.7 });
    for (const care of ['careful', 'balanced', 'generous'] as const) {
      expect((await groupFaces({ ...one, threshold: 0.4, qualityBar: 0, care })).clusters).toHaveLength(1);
    }
    const poor = await groupFaces({
      ...one,
      threshold: 0.4,
      quality: new Array<number>(80).fill(0.1),
      qualityBar: 0.3,
    });
    expect(poor.clusters).toEqual([]);
    expect(poor.unassigned).toHaveLength(80);
  });

  it('gives a face turned away to the one person it resembles, unless it resembles two', async () => {
    const axes = (...values: number[]) => [...values, ...new Array<number>(6 - values.length).fill(0)];
    const stray = axes(0.35, 0, 0, Math.sqrt(1 - 0.35 ** 2));
    const between = axes(0.385, 0.35, 0, Math.sqrt(1 - 0.385 ** 2 - 0.35 ** 2));
    const group = async (last: number[], cannotLink: [number, number][] = []) =>
      (
        await groupFaces({
          embeddings: Float32Array.from([
            ...[1, 2, 3].flatMap(() => axes(1)),
            ...[1, 2, 3].flatMap(() => axes(0, 1)),
            ...last,
          ]),
          dimensions: 6,
          photoIds: ['a', 'b', 'c', 'a', 'b', 'c', 'd'],
          quality: new Array<number>(7).fill(1),
          threshold: 0.4,
          constraints: { cannotLink },
        })
      ).clusters.map(({ faces }) => faces);
    expect(await group(stray)).toEqual([
      [0, 1, 2, 6],
      [3, 4, 5],
    ]);
    expect(await group(between)).toHaveLength(3);
    expect(await group(stray, [[1, 6]])).toHaveLength(3);
  });

  it('lists people by number of photos, then of faces, then in the order of the faces', async () => {
    const axes = (axis: number) => Array.from({ length: 4 }, (_, k) => (k === axis ? 1 : 0));
    const grouped = await groupFaces({
      embeddings: Float32Array.from([3, 3, 2, 2, 2, 0, 0, 1, 1, 1].flatMap(axes)),
      dimensions: 4,
      // person 2 twice in one photo (a mirror); persons 0 and 3 in two photos each; person 1 in three
      photoIds: ['a', 'b', 'a', 'b', 'b', 'c', 'd', 'e', 'f', 'g'],
      quality: [0.9, 0.8, 0.5, 0.6, 0.7, 0.5, 0.5, 0.5, 0.5, 0.6],
      threshold: 0.4,
      constraints: { mustLink: [[3, 4]] },
    });
    expect(grouped.clusters.map(({ faces, photos, cover }) => ({ faces, photos, cover }))).toEqual([
      { faces: [7, 8, 9], photos: 3, cover: 9 },
      { faces: [2, 3, 4], photos: 2, cover: 4 },
      { faces: [0, 1], photos: 2, cover: 0 },
      { faces: [5, 6], photos: 2, cover: 5 },
    ]);
    expect([...(grouped.clusters[0]?.centroid ?? [])]).toEqual([0, 1, 0, 0]);
    const [mirrored] = (
      await groupFaces({
        embeddings: Float32Array.of(1, 0, 0.6, 0.8),
        dimensions: 2,
        photoIds: [1, 2],
        quality: [1, 1],
        threshold: 0.5,
      })
    ).clusters;
    expect([...(mirrored?.centroid ?? [])]).toEqual([
      expect.closeTo(1.6 / Math.hypot(1.6, 0.8), 5),
      expect.closeTo(0.8 / Math.hypot(1.6, 0.8), 5),
    ]);
  });

  it('makes a person of a face at the quality bar, and of poor faces only when someone said whose they are', async () => {
    const two = (quality: number[], rest: Partial<MadeInput> = {}) =>
      groupFaces({
        embeddings: Float32Array.of(1, 0, 0, 1),
        dimensions: 2,
        photoIds: [1, 2],
        quality,
        threshold: 0.4,
        ...rest,
      });
    expect(await two([0.3, 0.2999])).toMatchObject({ clusters: [{ faces: [0] }], unassigned: [1] });
    expect(await two([0.5, 0.49], { qualityBar: 0.5 })).toMatchObject({
      clusters: [{ faces: [0] }],
      unassigned: [1],
    });
    expect(await two([0.1, 0.1], { constraints: { mustLink: [[0, 1]] } })).toMatchObject({
      clusters: [{ faces: [0, 1] }],
      unassigned: [],
    });
    expect((await two([0.1, 0.1])).unassigned).toEqual([0, 1]);
  });

  it('finds a threshold for the number of people there turn out to be', async () => {
    const cosine = 0.41; // high enough for two people, not for two hundred
    const halves = Array.from({ length: 200 }, (_, i) =>
      i % 2 === 0 ? [1, 0] : [cosine, Math.sqrt(1 - cosine ** 2)],
    );
    const input = {
      embeddings: Float32Array.from(halves.flat()),
      dimensions: 2,
      photoIds: halves.map((_, i) => i),
      quality: halves.map(() => 1),
      threshold: 0.36,
    };
    const { clusters, threshold } = await groupFaces({ ...input, care: 'balanced' });
    expect(threshold).toBeCloseTo(thresholdFor(calibrate(0.36), 2, 'balanced'), 12);
    expect(clusters).toHaveLength(1);
    expect((await groupFaces({ ...input, threshold: cosine + 0.001 })).clusters).toHaveLength(2);
    expect((await groupFaces({ ...input, threshold: cosine - 0.001 })).threshold).toBe(cosine - 0.001);
    const many = makeFaces({ seed: 6, people: 60, photos: 60, perPhoto: 1, noise: 0.1 });
    const { clusters: people, threshold: higher } = await groupFaces({
      ...many,
      qualityBar: 0,
      threshold: 0.36,
      care: 'careful',
    });
    expect(higher).toBeCloseTo(thresholdFor(calibrate(0.36), people.length, 'careful'), 12);
  });

  it('learns from its group photos how alike strangers are here', async () => {
    // a hundred photos of two people each; everybody resembles everybody else by 0.4
    const base = Math.sqrt(0.4);
    const rows = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 201 }, (_, k) => (k === 0 ? base : k === i + 1 ? Math.sqrt(0.6) : 0)),
    );
    const input = {
      dimensions: 201,
      photoIds: rows.map((_, i) => i >> 1),
      quality: rows.map(() => 1),
      threshold: 0.36,
    };
    const { threshold } = await groupFaces({
      ...input,
      embeddings: Float32Array.from(rows.flat()),
      care: 'generous',
    });
    const learnt = calibrate(0.36, strangersOf(new Float64Array(100).fill(0.4)));
    expect(threshold).toBeCloseTo(thresholdFor(learnt, 2, 'generous'), 4);
    expect(threshold).toBeGreaterThan(thresholdFor(calibrate(0.36), 2, 'generous'));
  });

  it('says what is wrong with an input that makes no sense', async () => {
    const good = {
      embeddings: Float32Array.of(1, 0, 0, 1),
      dimensions: 2,
      photoIds: [1, 2],
      quality: [1, 1],
      threshold: 0.4,
    };
    const inputs = [
      { ...good, embeddings: Float32Array.of(1, 0, 0) },
      { ...good, quality: [1] },
      { ...good, quality: [1, NaN] },
      { ...good, dimensions: 0 },
      { ...good, threshold: NaN },
      { ...good, threshold: -1 },
      { ...good, threshold: 1.001 },
      { ...good, threshold: 1 },
      { ...good, threshold: -0.99 },
      { ...good, photoIds: [1] },
      { ...good, quality: [1, Infinity] },
      { ...good, known: [0] },
      { ...good, secondEmbeddings: { embeddings: Float32Array.of(1, 0, 0), dimensions: 3, threshold: 0.3 } },
      { ...good, constraints: { cannotLink: [[0, 2] as const] } },
      { ...good, constraints: { cannotLink: [[0, 1] as const], mustLink: [[1, 0] as const] } },
    ];
    const codes = inputs.map((input) =>
      groupFaces(input).then(
        () => 'accepted',
        (error: unknown) => (error as { code?: string }).code,
      ),
    );
    expect(await Promise.all(codes)).toEqual([
      'wrong-length',
      'wrong-length',
      'not-a-number',
      'wrong-length',
      'bad-option',
      'bad-option',
      'bad-option',
      'accepted',
      'accepted',
      'wrong-length',
      'not-a-number',
      'wrong-length',
      'wrong-length',
      'unknown-face',
      'contradictory-constraints',
    ]);
  });
});

function components(count: number, pairs: readonly (readonly [number, number])[]): { faces: number[] }[] {
  const label = Array.from({ length: count }, (_, face) => face);
  for (const [a, b] of pairs) {
    const from = label[b];
    for (let face = 0; face < count; face++) if (label[face] === from) label[face] = label[a] ?? face;
  }
  return [...new Set(label)].map((name) => ({
    faces: label.flatMap((l, face) => (l === name ? [face] : [])),
  }));
}

function averageCosine(
  faces: { embeddings: Float32Array; dimensions: number },
  a: number[],
  b: number[],
): number {
  const row = (face: number) => [
    ...faces.embeddings.subarray(face * faces.dimensions, (face + 1) * faces.dimensions),
  ];
  let sum = 0;
  for (const i of a) {
    for (const j of b) {
      const x = row(i);
      const y = row(j);
      sum +=
        x.reduce((dot, value, k) => dot + value * (y[k] ?? 0), 0) / (Math.hypot(...x) * Math.hypot(...y));
    }
  }
  return sum / (a.length * b.length);
}
