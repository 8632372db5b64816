import { describe, expect, it } from 'vitest';
import { groupFaces } from '../testing/real.product.js';
import { isOnePerson, SecondOpinion } from './second.opinion.js';

/**
 * Two faces whose embeddings have the given cosines in the first and in the second network; null: the second has not
 * seen them.
 */
async function groupsOf(first: number, second: number | null): Promise<number> {
  const rows = (cosine: number): Float32Array =>
    Float32Array.of(1, 0, cosine, Math.sqrt(1 - cosine * cosine));
  const { clusters } = await groupFaces({
    embeddings: rows(first),
    dimensions: 2,
    photoIds: ['a', 'b'],
    quality: [1, 1],
    threshold: 0.5,
    secondEmbeddings: {
      embeddings: second === null ? new Float32Array(4) : rows(second),
      dimensions: 2,
      threshold: 0.3,
    },
  });
  return clusters.length;
}

describe('a second network', () => {
  it('separates two people whom the first only just takes for one', async () => {
    expect(await groupsOf(0.52, 0.9)).toBe(1);
    expect(await groupsOf(0.52, 0)).toBe(2);
  });

  it('joins two faces that the first only just takes for strangers', async () => {
    expect(await groupsOf(0.45, 0.3)).toBe(2);
    expect(await groupsOf(0.45, 0.9)).toBe(1);
  });

  it('is not asked where the first is certain', async () => {
    expect(await groupsOf(0.8, -1)).toBe(1);
    expect(await groupsOf(0.2, 1)).toBe(2);
  });

  it('changes nothing about faces it has not seen', async () => {
    expect(await groupsOf(0.52, null)).toBe(1);
    expect(await groupsOf(0.48, null)).toBe(2);
  });

  it('must cover as many faces as the first', async () => {
    const faces = {
      embeddings: Float32Array.of(1, 0),
      dimensions: 2,
      photoIds: ['a'],
      quality: [1],
      threshold: 0.5,
    };
    const second = { embeddings: new Float32Array(4), dimensions: 2, threshold: 0.3 };
    await expect(groupFaces({ ...faces, secondEmbeddings: second })).rejects.toThrow(
      'there are 1 embeddings but 2 second embeddings',
    );
  });

  it('that saw something broken counts as one that saw nothing', async () => {
    const rows = {
      embeddings: Float32Array.of(1, 0, 0.52, Math.sqrt(1 - 0.52 ** 2)),
      dimensions: 2,
      photoIds: ['a', 'b'],
      quality: [1, 1],
    };
    const second = { embeddings: Float32Array.of(1, 0, NaN, 0), dimensions: 2, threshold: 0.3 };
    expect((await groupFaces({ ...rows, threshold: 0.5, secondEmbeddings: second })).clusters).toHaveLength(
      1,
    );
  });
});

describe('two networks together', () => {
  it('are consulted within a tenth of the first one’s threshold, and the second counts a tenth', () => {
    const judge = (likeness: number, second?: number): boolean =>
      isOnePerson(
        { likeness, threshold: 0.5 },
        second === undefined ? undefined : { likeness: second, threshold: 0.3 },
      );
    expect([judge(0.5), judge(0.4999)]).toEqual([true, false]);
    expect([judge(0.45, 0.81), judge(0.45, 0.79)]).toEqual([true, false]);
    expect([judge(0.55, -0.19), judge(0.55, -0.21)]).toEqual([true, false]);
    expect([judge(0.39, 9), judge(0.41, 9)]).toEqual([false, true]);
    expect([judge(0.61, -9), judge(0.59, -9)]).toEqual([true, false]);
    expect(isOnePerson({ likeness: 0.5, threshold: 0.5 }, { likeness: 0.3, threshold: 0.3 })).toBe(true);
  });

  it('compare groups by all faces the second has seen', () => {
    const rows = (): SecondOpinion =>
      new SecondOpinion(
        { values: Float32Array.of(1, 0, 0, 0, 0.6, 0.8, 0, 1), count: 4, dimensions: 2 },
        0.3,
      );
    expect(rows().floor(0.5)).toBeCloseTo(0.4, 12);
    const opinion = rows();
    opinion.merge(0, 1); // it has not seen face 1
    opinion.merge(3, 2);
    const likeness = 0.3 * (Math.hypot(0.6, 1.8) / 2) ** -0.75;
    const lead = 0.1 * (likeness - 0.3);
    expect(lead).toBeGreaterThan(0);
    expect(opinion.agrees(0, 3, 0.5 - lead + 1e-4, 0.5)).toBe(true);
    expect(opinion.agrees(0, 3, 0.5 - lead - 1e-4, 0.5)).toBe(false);
    const unseen = rows();
    expect(unseen.agrees(1, 0, 0.499, 0.5)).toBe(false);
    expect(unseen.agrees(0, 1, 0.5, 0.5)).toBe(true);
  });
});
