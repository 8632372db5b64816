import { describe, expect, it } from 'vitest';
import { groupFaces } from './cluster.faces.js';

/** Two faces whose embeddings have the given cosines to the first and to the second network; null: not seen by it. */
async function groupsOf(first: number, second: number | null): Promise<number> {
  const rows = (cosine: number): Float32Array => Float32Array.of(1, 0, cosine, Math.sqrt(1 - cosine * cosine));
  const { clusters } = await groupFaces({
    embeddings: rows(first),
    dimensions: 2,
    photoIds: ['a', 'b'],
    quality: [1, 1],
    threshold: 0.5,
    second: { embeddings: second === null ? new Float32Array(4) : rows(second), dimensions: 2, threshold: 0.3 },
  });
  return clusters.length;
}

describe('a second network', () => {
  it('parts two people whom the first just takes for one', async () => {
    expect(await groupsOf(0.52, 0.9)).toBe(1);
    expect(await groupsOf(0.52, 0)).toBe(2);
  });

  it('joins two faces whom the first just takes for strangers', async () => {
    expect(await groupsOf(0.45, 0.3)).toBe(2);
    expect(await groupsOf(0.45, 0.9)).toBe(1);
  });

  it('is not asked where the first is certain', async () => {
    expect(await groupsOf(0.8, -1)).toBe(1);
    expect(await groupsOf(0.2, 1)).toBe(2);
  });

  it('changes nothing about faces that it has not seen', async () => {
    expect(await groupsOf(0.52, null)).toBe(1);
    expect(await groupsOf(0.48, null)).toBe(2);
  });

  it('is told about as many faces as the first', async () => {
    const faces = { embeddings: Float32Array.of(1, 0), dimensions: 2, photoIds: ['a'], quality: [1], threshold: 0.5 };
    const second = { embeddings: new Float32Array(4), dimensions: 2, threshold: 0.3 };
    await expect(groupFaces({ ...faces, second })).rejects.toThrow('1 embeddings came with 2 second embeddings');
  });
});
