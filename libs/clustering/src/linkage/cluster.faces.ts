/** @module An event's faces become people. */
import { averageLinkage } from './average.linkage.js';
import { ClusterSet } from './cluster.set.js';
import { QUALITY_BAR } from '../measure/clustering.thresholds.js';
import { at, rowsOf, unitRowsOrZero, type EmbeddingMatrix } from '../search/embedding.matrix.js';
import { mustLinkRoots, type FaceConstraints } from './face.constraints.js';
import { canonicalOrder, photoNumbers } from './face.order.js';
import { checkFaces, type FacesToGroup } from './faces.input.js';
import { joinIdentical } from './identical.faces.js';
import { rejoinKnown, startFromKnown, type KnownStart } from './known.groups.js';
import { joinNearest } from './poor.faces.js';
import { repeatedFaces, rowsTogether } from './repeated.faces.js';
import { SecondOpinion } from './second.opinion.js';
import { LikenessSpace } from '../search/likeness.space.js';
import { SimilarPairs } from '../search/similar.pairs.js';
import { adoptStrays } from './stray.faces.js';
import { StrangerHistogram, strangersIn } from '../measure/stranger.histogram.js';
import { calibrate, thresholdFor } from '../measure/threshold.calibration.js';
import { usableFaces } from './usable.faces.js';

export interface FaceCluster {
  /** Face indices, ascending. */
  faces: number[];
  /** Number of different photos. */
  photos: number;
  /** The face of best quality. */
  cover: number;
  /** Unit-length mean of the faces that are good enough to say what the person looks like, as the kinds place them. */
  centroid: Float32Array;
}

export interface FaceGrouping {
  /** People, in most photos first. */
  clusters: FaceCluster[];
  /** Faces under the quality bar that resemble no person found, and faces without a usable embedding, ascending. */
  unassigned: number[];
  /** The likeness at which two groups counted as one person. */
  threshold: number;
}

/**
 * Groups faces into people: average linkage over the good faces, then each poor face joins the most similar person it
 * may belong to, then faces left alone join a person they resemble far more than anyone else (stray.faces.ts). A full
 * grouping does not depend on the order of the faces.
 * @throws ClusteringError on lengths that do not match, a quality that is not a number, or constraints that contradict
 * each other.
 */
export async function groupFaces(input: FacesToGroup): Promise<FaceGrouping> {
  const count = checkFaces(input);
  const pairs = new SimilarPairs(input.product);
  const { embeddings, unusable } = usableFaces(placed(input), input.dimensions);
  const order = canonicalOrder(embeddings, input.dimensions, input.quality);
  const rank = new Int32Array(count);
  order.forEach((face, position) => (rank[face] = position));
  const roots = mustLinkRoots(count, input.constraints ?? {});
  const rows = unitRowsOrZero(embeddings, input.dimensions, order);
  const photo = photoNumbers(input.photoIds, order);
  const limitOf = limits(input, rows, photo, order);
  const set = new ClusterSet(rows, photo, secondOpinion(input, order), repeatedFaces(rows, photo));
  for (const [a, b] of rankedCannotLink(input.constraints ?? {}, rank)) set.forbid(a, b);
  const tied = joinMustLinked(set, order, rank, roots);

  const { founders, followers } = split(set, input, order, new Set(unusable.map((face) => at(rank, face))));
  // Faces tied together by hand since the earlier grouping are considered anew.
  const known = (cluster: number): number =>
    tied.has(cluster) ? -1 : (input.known?.[at(order, cluster)] ?? -1);
  const { people, threshold, start } = await link(pairs, set, founders, limitOf, input, known);
  const changed = start?.changed;
  const centroids = directions(set.means(people));
  const comparable = set.comparable(people);
  if (start) rejoinKnown(set, people, followers, known, start.kept);
  const waiting = followers.filter((face) => set.size(face) > 0);
  await joinNearest(pairs, set, people, comparable, waiting, threshold);
  const alone = [...people, ...waiting].filter(
    (face) => set.size(face) === 1 && (changed?.has(face) ?? true),
  );
  await adoptStrays(pairs, set, people, centroids, alone, threshold);

  const ordered = people
    .map((cluster, row) => ({
      cluster,
      row,
      photos: set.photoCount(cluster),
      first: lowest(set.members(cluster)),
    }))
    .filter(({ cluster }) => set.size(cluster) > 0);
  ordered.sort(
    (a, b) => b.photos - a.photos || set.size(b.cluster) - set.size(a.cluster) || a.first - b.first,
  );
  const ascending = (positions: readonly number[]): number[] =>
    positions.map((p) => at(order, p)).sort((a, b) => a - b);
  const grouped = new Set(ordered.flatMap(({ cluster }) => set.members(cluster)));
  return {
    clusters: ordered.map(({ cluster, row, photos }) => {
      const faces = ascending(set.members(cluster));
      return { faces, photos, cover: coverFace(faces, input.quality), centroid: rowOf(centroids, row) };
    }),
    unassigned: ascending(Array.from(order.keys()).filter((position) => !grouped.has(position))),
    threshold,
  };
}

function placed({ embeddings, dimensions, kinds }: FacesToGroup): Float32Array {
  if (!kinds) return embeddings;
  const copy = embeddings.slice();
  new LikenessSpace(kinds, dimensions).placeRows(copy);
  return copy;
}

function secondOpinion(
  { secondEmbeddings: second }: FacesToGroup,
  order: Int32Array,
): SecondOpinion | undefined {
  if (!second) return undefined;
  const { embeddings } = usableFaces(second.embeddings, second.dimensions);
  return new SecondOpinion(unitRowsOrZero(embeddings, second.dimensions, order), second.threshold);
}

/** The threshold as a function of the number of people: constant, or the event's own. */
function limits(
  input: FacesToGroup,
  rows: EmbeddingMatrix,
  photo: Int32Array,
  order: Int32Array,
): (people: number) => number {
  const { care, threshold } = input;
  if (care === undefined) return () => threshold;
  const strangers = new StrangerHistogram();
  const faces = rowsOf(rows).map((row, place) => ({ row, quality: input.quality[at(order, place)] ?? 0 }));
  for (const together of rowsTogether(photo))
    strangers.add(strangersIn(together.flatMap((row) => faces[row] ?? [])));
  const calibration = calibrate(threshold, strangers);
  return (people) => thresholdFor(calibration, people, care);
}

/** Clusters that may start a person, and those that may only join one; broken embeddings do neither. */
function split(
  set: ClusterSet,
  input: FacesToGroup,
  order: Int32Array,
  broken: ReadonlySet<number>,
): { founders: number[]; followers: number[] } {
  const bar = input.qualityBar ?? QUALITY_BAR;
  const founders: number[] = [];
  const followers: number[] = [];
  for (let cluster = 0; cluster < set.count; cluster++) {
    if (set.size(cluster) > 1) founders.push(cluster);
    else if (set.size(cluster) === 1 && !broken.has(cluster)) {
      ((input.quality[at(order, cluster)] ?? 0) >= bar ? founders : followers).push(cluster);
    }
  }
  return { founders, followers };
}

/**
 * Links down to the threshold for as many people as there are faces, then, knowing how many people that made, on to
 * the threshold for that many. The second threshold is lower, and the merges between the two would have come last
 * anyway.
 */
async function link(
  pairs: SimilarPairs,
  set: ClusterSet,
  founders: readonly number[],
  limitOf: (people: number) => number,
  input: FacesToGroup,
  known: (cluster: number) => number,
): Promise<{ people: number[]; threshold: number; start: KnownStart | undefined }> {
  const options = input.indexRows === undefined ? {} : { indexRows: input.indexRows };
  const start = input.known
    ? await startFromKnown(pairs, set, founders, known, limitOf(founders.length))
    : undefined;
  if (!start) joinIdentical(set, founders);
  const first = limitOf(start?.groups ?? founders.length);
  const present = founders.filter((cluster) => set.size(cluster) > 0);
  const sizes = new Map(present.map((cluster) => [cluster, set.size(cluster)]));
  const changed = start?.changed;
  let people = await averageLinkage(pairs, set, present, {
    threshold: first,
    ...options,
    ...(changed ? { changed } : {}),
  });
  const threshold = Math.min(first, limitOf(people.length));
  const grown = changed && new Set(people.filter((c) => changed.has(c) || set.size(c) !== sizes.get(c)));
  if (threshold < first)
    people = await averageLinkage(pairs, set, people, {
      threshold,
      ...options,
      ...(grown ? { changed: grown } : {}),
    });
  return { people, threshold, start };
}

function rankedCannotLink(constraints: FaceConstraints, rank: Int32Array): [number, number][] {
  return (constraints.cannotLink ?? []).flatMap(([a, b]): [number, number][] => {
    const x = rank[a];
    const y = rank[b];
    return x === undefined || y === undefined ? [] : [[x, y]];
  });
}

/** Merges each must-linked group into its first face in canonical order; returns these faces. */
function joinMustLinked(
  set: ClusterSet,
  order: Int32Array,
  rank: Int32Array,
  roots: Int32Array,
): Set<number> {
  const first = new Map<number, number>();
  const tied = new Set<number>();
  order.forEach((face, position) => {
    const root = at(roots, face);
    const into = first.get(root);
    if (into === undefined) first.set(root, at(rank, face));
    else {
      set.merge(into, position);
      tied.add(into);
    }
  });
  return tied;
}

/** Unit rows; a mean of nothing but opposites (faces someone tied together) has no direction and stays zero. */
function directions(means: EmbeddingMatrix): EmbeddingMatrix {
  const values = means.values.slice();
  for (let row = 0; row < means.count; row++) {
    const mean = values.subarray(row * means.dimensions, (row + 1) * means.dimensions);
    const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) mean.forEach((value, k) => (mean[k] = value / length));
  }
  return { ...means, values };
}

function lowest(faces: readonly number[]): number {
  return faces.reduce((least, face) => Math.min(least, face), Infinity);
}

function rowOf(rows: EmbeddingMatrix, row: number): Float32Array {
  return rows.values.slice(row * rows.dimensions, (row + 1) * rows.dimensions);
}

/** The face that represents a person: the one of highest quality, the first of equals. */
export function coverFace(faces: readonly number[], quality: ArrayLike<number>): number {
  const first = faces[0];
  if (first === undefined) throw new RangeError('a person has at least one face');
  return faces.reduce((best, face) => ((quality[face] ?? 0) > (quality[best] ?? 0) ? face : best), first);
}
