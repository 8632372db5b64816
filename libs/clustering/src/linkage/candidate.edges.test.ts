import { describe, expect, it } from 'vitest';
import { candidateEdges, type CandidateEdges, type CandidateOptions } from './candidate.edges.js';
import { unitRows } from '../search/embedding.matrix.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { product } from '../testing/real.product.js';
import { makeFaces } from '../testing/made.faces.js';

describe('candidateEdges', () => {
  const faces = makeFaces({ seed: 5, people: 9, photos: 151, perPhoto: 1, noise: 1, dimensions: 37 });
  const rows = unitRows(faces.embeddings, 37);

  function bruteForce(floor: number): string[] {
    const found: string[] = [];
    for (let i = 0; i < rows.count; i++) {
      for (let j = i + 1; j < rows.count; j++) {
        let dot = 0;
        for (let k = 0; k < 37; k++) dot += (rows.values[i * 37 + k] ?? 0) * (rows.values[j * 37 + k] ?? 0);
        if (dot >= floor) found.push(`${i} ${j} ${dot.toFixed(3)}`);
      }
    }
    return found.sort();
  }

  function search(options: CandidateOptions): Promise<CandidateEdges> {
    return candidateEdges(new SimilarPairs(product), rows, options);
  }

  function list(edges: CandidateEdges): string[] {
    return [...edges.from].map((a, e) => `${a} ${edges.to[e]} ${edges.similarity[e]?.toFixed(3)}`).sort();
  }

  it('misses no similar pair and invents none', async () => {
    const edges = await search({ floor: 0.3, perRow: 1000 });
    expect(list(edges)).toEqual(bruteForce(0.3));
    expect(edges.truncated).toBe(false);
  });

  it('keeps the most similar neighbours of each face when there are too many, and says so', async () => {
    const edges = await search({ floor: 0.1, perRow: 3 });
    expect(edges.truncated).toBe(true);
    const all = bruteForce(0.1).map((line) => line.split(' ').map(Number));
    const wanted = new Set<string>();
    for (let row = 0; row < rows.count; row++) {
      const own = all.filter(([a, b]) => a === row || b === row).sort((x, y) => (y[2] ?? 0) - (x[2] ?? 0));
      for (const [a, b] of own.slice(0, 3)) wanted.add(`${a} ${b}`);
    }
    expect(
      list(edges)
        .map((line) => line.split(' ').slice(0, 2).join(' '))
        .sort(),
    ).toEqual([...wanted].sort());
  });

  it('gives refused pairs no place', async () => {
    const edges = await search({ floor: 0.1, perRow: 2, allowed: (i, j) => (i + j) % 2 === 0 });
    expect([...edges.from].every((a, e) => (a + (edges.to[e] ?? 0)) % 2 === 0)).toBe(true);
    expect(edges.from.length).toBeGreaterThan(100);
  });

  it('looks only for pairs of what has changed, and finds each of them once', async () => {
    for (const changed of [
      Int32Array.of(0, 3, 4, 80, 150),
      new Int32Array(0),
      Int32Array.from({ length: 75 }, (_, i) => 2 * i),
    ]) {
      const edges = await search({ floor: 0.3, perRow: 1000, changed });
      const has = (row: string | undefined): boolean => changed.includes(Number(row));
      expect(list(edges)).toEqual(bruteForce(0.3).filter((line) => line.split(' ').slice(0, 2).some(has)));
      expect([edges.exact, edges.truncated]).toEqual([true, false]);
    }
    const most = Int32Array.from({ length: 76 }, (_, row) => row);
    expect(list(await search({ floor: 0.3, perRow: 1000, changed: most }))).toEqual(bruteForce(0.3));
    // when few are searched, the neighbours of the others are not all seen, though every edge is a true one
    const few = await search({ floor: 0.1, perRow: 2, changed: Int32Array.of(5, 6) });
    expect(few.truncated).toBe(true);
    for (const [e, from] of few.from.entries())
      expect([from, few.to[e]].some((row) => row === 5 || row === 6)).toBe(true);
  });

  it('compares all pairs up to the given number of rows, and says when it did not', async () => {
    const all = await search({ floor: 0.3, perRow: 1000, indexRows: 151 });
    expect([all.exact, all.truncated, list(all)]).toEqual([true, false, bruteForce(0.3)]);
    const one = await search({ floor: 0.3, perRow: 1000, indexRows: 150 }); // all rows fit into one cell
    expect([one.exact, one.truncated, list(one)]).toEqual([false, true, bruteForce(0.3)]);
  });

  it('among equal neighbours keeps those nearest in order: copies form a band, not a star', async () => {
    const copies = unitRows(new Float32Array(40).fill(1), 2);
    const edges = await candidateEdges(new SimilarPairs(product), copies, { floor: 0.5, perRow: 2 });
    const pairs = [...edges.from].map((from, e) => `${from} ${edges.to[e]}`);
    expect(pairs).toEqual(
      expect.arrayContaining(Array.from({ length: 19 }, (_, row) => `${row} ${row + 1}`)),
    );
    for (const [e, from] of edges.from.entries()) expect((edges.to[e] ?? 0) - from).toBeLessThanOrEqual(2);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});
