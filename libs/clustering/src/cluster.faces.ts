/** @module An event's faces become people. */
import { averageLinkage } from './average.linkage.js';
import { ClusterSet } from './cluster.set.js';
import { ClusteringError } from './clustering.error.js';
import { QUALITY_BAR } from './clustering.thresholds.js';
import { coverFace } from './cover.face.js';
import { at, countRows, unitRows, type EmbeddingMatrix } from './embedding.matrix.js';
import { mustLinkRoots, type FaceConstraints } from './face.constraints.js';
import { canonicalOrder, photoNumbers } from './face.order.js';
import { visitSimilar } from './similar.pairs.js';
import { adoptStrays } from './stray.faces.js';

export interface FacesToGroup {
  /** One row of `dimensions` floats per face; any length, only the direction counts. Left as it is. */
  embeddings: Float32Array;
  dimensions: number;
  /** The photo of each face. Faces of one photo are different people unless must-linked. */
  photoIds: ArrayLike<string | number>;
  /** 0..1 per face, the vision library's scale. */
  quality: ArrayLike<number>;
  /**
   * Lowest average cosine at which two groups are one person; the embedder's manifest entry has a measured
   * one.
   */
  threshold: number;
  /** Faces below join people but start none, unless someone said whose they are; default `QUALITY_BAR`. */
  qualityBar?: number;
  /** Up to so many faces, or groups of them, all pairs are compared; default `INDEX_ROWS`. */
  indexRows?: number;
  constraints?: FaceConstraints;
}

export interface FaceCluster {
  /** Face indices, ascending. */
  faces: number[];
  /** Number of different photos. */
  photos: number;
  /** The face of best quality. */
  cover: number;
  /** Unit-length mean of the faces that are good enough to say what the person looks like. */
  centroid: Float32Array;
}

export interface FaceGrouping {
  /** People, in most photos first. */
  clusters: FaceCluster[];
  /** Faces under the quality bar that look like nobody found, ascending. */
  unassigned: number[];
}

/**
 * Groups faces into people: average linkage over the good faces, then each poor face joins the most similar
 * person it may belong to, then faces left alone join a person they resemble far more than anyone else
 * (stray.faces.ts). The result does not depend on the order of the faces.
 * @throws ClusteringError on lengths that do not match, NaN, zero vectors, or constraints that contradict
 * each other.
 */
export function groupFaces(input: FacesToGroup): FaceGrouping {
  const count = checkInput(input);
  const order = canonicalOrder(input.embeddings, input.dimensions, input.quality);
  const rank = new Int32Array(count);
  order.forEach((face, position) => (rank[face] = position));
  const constraints = rankedConstraints(input.constraints ?? {}, rank);
  const roots = mustLinkRoots(count, input.constraints ?? {});
  const set = new ClusterSet(
    unitRows(input.embeddings, input.dimensions, order),
    photoNumbers(input.photoIds, order),
  );
  for (const [a, b] of constraints.cannotLink) set.forbid(a, b);
  joinMustLinked(set, order, rank, roots);

  const bar = input.qualityBar ?? QUALITY_BAR;
  const founders: number[] = [];
  const followers: number[] = [];
  for (let cluster = 0; cluster < count; cluster++) {
    if (set.size(cluster) === 0) continue;
    const good = set.size(cluster) > 1 || (input.quality[at(order, cluster)] ?? 0) >= bar;
    (good ? founders : followers).push(cluster);
  }
  const people = averageLinkage(set, founders, {
    threshold: input.threshold,
    ...(input.indexRows === undefined ? {} : { indexRows: input.indexRows }),
  });
  const means = set.means(people);
  const comparable = set.comparable(people);
  const centroids = directions(means);
  joinNearest(set, people, comparable, followers, input.threshold);
  const alone = [...people, ...followers].filter((cluster) => set.size(cluster) === 1);
  adoptStrays(set, people, centroids, alone, input.threshold);

  const ordered = people
    .map((cluster, row) => ({ cluster, row, photos: set.photoCount(cluster) }))
    .filter(({ cluster }) => set.size(cluster) > 0);
  ordered.sort(
    (a, b) => b.photos - a.photos || set.size(b.cluster) - set.size(a.cluster) || a.cluster - b.cluster,
  );
  const faceOf = (position: number): number => at(order, position);
  return {
    clusters: ordered.map(({ cluster, row, photos }) => {
      const faces = set
        .members(cluster)
        .map(faceOf)
        .sort((a, b) => a - b);
      return { faces, photos, cover: coverFace(faces, input.quality), centroid: rowOf(centroids, row) };
    }),
    unassigned: followers
      .filter((cluster) => set.size(cluster) > 0)
      .map(faceOf)
      .sort((a, b) => a - b),
  };
}

function checkInput(input: FacesToGroup): number {
  const count = countRows(input.embeddings, input.dimensions);
  for (const [field, length] of [
    ['photoIds', input.photoIds.length],
    ['quality', input.quality.length],
  ] as const) {
    if (length !== count) {
      throw new ClusteringError('wrong-length', `${count} embeddings came with ${length} ${field}`);
    }
  }
  for (let face = 0; face < count; face++) {
    if (!Number.isFinite(input.quality[face])) {
      throw new ClusteringError('not-a-number', `the quality of face ${face} is not a number`, [face]);
    }
  }
  if (!(input.threshold > -1 && input.threshold <= 1)) {
    throw new ClusteringError(
      'bad-option',
      `threshold must be a cosine above -1 and up to 1, not ${input.threshold}`,
    );
  }
  return count;
}

function rankedConstraints(
  constraints: FaceConstraints,
  rank: Int32Array,
): { cannotLink: [number, number][] } {
  const cannotLink = (constraints.cannotLink ?? []).flatMap(([a, b]): [number, number][] => {
    const x = rank[a];
    const y = rank[b];
    return x === undefined || y === undefined ? [] : [[x, y]];
  });
  return { cannotLink };
}

/** Merges each must-linked group into its canonically first face. */
function joinMustLinked(set: ClusterSet, order: Int32Array, rank: Int32Array, roots: Int32Array): void {
  const first = new Map<number, number>();
  order.forEach((face, position) => {
    const root = at(roots, face);
    const into = first.get(root);
    if (into === undefined) first.set(root, at(rank, face));
    else set.merge(into, position);
  });
}

/**
 * The most similar pairs of a poor face and a person first; a face whose person has its photo already takes
 * the next.
 */
function joinNearest(
  set: ClusterSet,
  people: readonly number[],
  means: EmbeddingMatrix,
  followers: readonly number[],
  threshold: number,
): void {
  const offers: { follower: number; person: number; similarity: number }[] = [];
  visitSimilar(set.means(followers), means, threshold, (i, j, similarity) => {
    const follower = followers[i];
    const person = people[j];
    if (follower !== undefined && person !== undefined) offers.push({ follower, person, similarity });
  });
  offers.sort((a, b) => b.similarity - a.similarity || a.follower - b.follower || a.person - b.person);
  for (const { follower, person } of offers) {
    if (set.size(follower) > 0 && !set.forbidden(follower, person)) set.absorb(person, follower);
  }
}

/**
 * Unit rows; a mean of nothing but opposites (faces someone tied together) has no direction and stays zero.
 */
function directions(means: EmbeddingMatrix): EmbeddingMatrix {
  const values = means.values.slice();
  for (let row = 0; row < means.count; row++) {
    const mean = values.subarray(row * means.dimensions, (row + 1) * means.dimensions);
    const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) mean.forEach((value, k) => (mean[k] = value / length));
  }
  return { ...means, values };
}

function rowOf(rows: EmbeddingMatrix, row: number): Float32Array {
  return rows.values.slice(row * rows.dimensions, (row + 1) * rows.dimensions);
}
