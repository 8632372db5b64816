import { describe, expect, it } from 'vitest';
import { gatherPieces } from './byte.pieces.js';

async function* parts(sizes: readonly number[], failure?: Error): AsyncGenerator<Uint8Array> {
  let next = 0;
  for (const size of sizes)
    yield await Promise.resolve(Uint8Array.from({ length: size }, () => next++ % 251));
  if (failure) throw failure;
}

async function lengths(
  sizes: readonly number[],
  size: number,
): Promise<{ pieces: number[]; bytes: number[] }> {
  const pieces: number[] = [];
  const bytes: number[] = [];
  for await (const piece of gatherPieces(parts(sizes), size)) {
    pieces.push(piece.length);
    bytes.push(...piece);
  }
  return { pieces, bytes };
}

describe('gathering what arrives in small chunks', () => {
  it.each([
    { sizes: [3, 3, 3], size: 4, pieces: [4, 4, 1] },
    { sizes: [10], size: 4, pieces: [4, 4, 2] },
    { sizes: [4, 4], size: 4, pieces: [4, 4] },
    { sizes: [0, 1, 0], size: 4, pieces: [1] },
    { sizes: [], size: 4, pieces: [] },
  ])('keeps every byte in its order: $sizes in pieces of $size', async ({ sizes, size, pieces }) => {
    const gathered = await lengths(sizes, size);
    expect(gathered.pieces).toEqual(pieces);
    expect(gathered.bytes).toEqual(gathered.bytes.map((_, index) => index));
    expect(gathered.bytes).toHaveLength(sizes.reduce((sum, part) => sum + part, 0));
  });

  it('yields what came before the connection was lost, then throws its error', async () => {
    const lost = new Error('connection lost');
    const seen: number[] = [];
    await expect(async () => {
      for await (const piece of gatherPieces(parts([5, 2], lost), 4)) seen.push(...piece);
    }).rejects.toBe(lost);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
