/** @module What else one could group a similarity graph by, to see what average linkage is worth. Labels per face. */
import { seededRandom } from '@visage/clustering/linkage/seeded.random';

export interface SimilarPair {
  a: number;
  b: number;
  similarity: number;
}

/** Everybody connected over any chain of pairs is one person. */
export function connectedComponents(count: number, pairs: readonly SimilarPair[]): number[] {
  const parent = Array.from({ length: count }, (_, face) => face);
  const find = (face: number): number => {
    let root = face;
    while (parent[root] !== root) root = parent[root] ?? root;
    for (let next = face; parent[next] !== root;) [next, parent[next]] = [parent[next] ?? root, root];
    return root;
  };
  for (const { a, b } of pairs) parent[find(a)] = find(b);
  return parent.map((_, face) => find(face));
}

/** Ester et al. 1996: faces with at least `least` neighbours, themselves counted, make groups; others join the nearest. */
export function dbscan(count: number, pairs: readonly SimilarPair[], least: number): number[] {
  const neighbours = new Array<number>(count).fill(1);
  for (const { a, b } of pairs) {
    neighbours[a] = (neighbours[a] ?? 0) + 1;
    neighbours[b] = (neighbours[b] ?? 0) + 1;
  }
  const core = (face: number): boolean => (neighbours[face] ?? 0) >= least;
  const labels = connectedComponents(
    count,
    pairs.filter(({ a, b }) => core(a) && core(b)),
  );
  const best = new Array<number>(count).fill(-1);
  for (const { a, b, similarity } of pairs) {
    for (const [face, host] of [
      [a, b],
      [b, a],
    ] as const) {
      if (core(face) || !core(host) || similarity <= (best[face] ?? -1)) continue;
      best[face] = similarity;
      labels[face] = labels[host] ?? host;
    }
  }
  return labels;
}

/** Chinese whispers / label propagation (Raghavan et al. 2007) with similarities as weights, in a seeded order. */
export function labelPropagation(count: number, pairs: readonly SimilarPair[], rounds = 20): number[] {
  const around: [number, number][][] = Array.from({ length: count }, () => []);
  for (const { a, b, similarity } of pairs) {
    around[a]?.push([b, similarity]);
    around[b]?.push([a, similarity]);
  }
  const labels = Array.from({ length: count }, (_, face) => face);
  const random = seededRandom(1);
  const order = labels.map((face) => ({ face, key: random() })).sort((x, y) => x.key - y.key);
  for (let round = 0, moved = true; moved && round < rounds; round++) {
    moved = false;
    for (const { face } of order) {
      const votes = new Map<number, number>();
      for (const [other, weight] of around[face] ?? []) {
        const label = labels[other] ?? other;
        votes.set(label, (votes.get(label) ?? 0) + weight);
      }
      let label = labels[face] ?? face;
      for (const [candidate, vote] of votes) if (vote > (votes.get(label) ?? 0)) label = candidate;
      if (label !== labels[face]) moved = true;
      labels[face] = label;
    }
  }
  return labels;
}
