/**
 * @module Learns the kinds of faces by which likenesses are judged (likeness.space.ts of libs/clustering): k-means on the sphere
 * (Dhillon and Modha, Machine Learning 42, 2001).
 */
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import { shuffled } from './face.labels.js';
import { GROUPS, type UtkFaceEmbeddings, type UtkFacePhoto } from './utkface.cache.js';

/**
 * Kinds of small children, of other children, and of everybody else of each group: whoever is rare among the photos would else be
 * of no kind. See benchmarks/README.md for what other numbers do.
 */
const STRATA: readonly { kinds: number; belongs: (photo: UtkFacePhoto) => boolean }[] = [
  { kinds: 28, belongs: ({ age }) => age <= 4 },
  { kinds: 20, belongs: ({ age }) => age > 4 && age <= 12 },
  ...GROUPS.map((group) => ({
    kinds: 12,
    belongs: (photo: UtkFacePhoto): boolean => photo.age > 12 && photo.group === group,
  })),
];
const SHARPNESS = 25;
const ROUNDS = 40;
/** A kind of fewer faces would be somebody's. */
const FEWEST_FACES = 5;

/** @param rows of `faces` to learn from, each of somebody else */
export function learnKinds(
  { photos, embeddings, embedder: { dimensions } }: UtkFaceEmbeddings,
  rows: readonly number[],
  random: () => number,
): FaceKinds {
  const means = STRATA.flatMap(({ kinds, belongs }) => {
    const members = rows.filter((row) => photos[row] && belongs(photos[row]));
    const faces = members.map((row) => embeddings.subarray(row * dimensions, (row + 1) * dimensions));
    return meansOfKinds(faces, kinds, random);
  });
  return { means: Float32Array.from(means.flatMap((row) => [...row])), sharpness: SHARPNESS };
}

/** At most as many as asked for, each the mean of several faces. */
function meansOfKinds(rows: readonly Float32Array[], most: number, random: () => number): Float64Array[] {
  let means: Float64Array[] = shuffled(rows.length, random)
    .slice(0, Math.min(most, Math.ceil(rows.length / FEWEST_FACES)))
    .map((row) => Float64Array.from(rows[row] ?? []));
  let groups: Float32Array[][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    groups = means.map(() => []);
    const directions = means.map(unit);
    for (const row of rows) groups[nearest(directions, row)]?.push(row);
    // a kind of hardly anybody begins anew with somebody else
    means = groups.map((group) =>
      meanOf(group.length >= FEWEST_FACES ? group : [rows[Math.floor(random() * rows.length)] ?? []]),
    );
  }
  return means.filter((_, kind) => (groups[kind]?.length ?? 0) >= FEWEST_FACES);
}

/** The faces to learn from, and those to measure on: of each age every other photo. Rows without a face are in neither. */
export function splitFaces({ photos, embeddings, embedder: { dimensions } }: UtkFaceEmbeddings): {
  learnt: number[];
  measured: number[];
} {
  const ofAge = new Map<number, number>();
  const [learnt, measured]: [number[], number[]] = [[], []];
  photos.forEach(({ age }, row) => {
    const turn = ofAge.get(age) ?? 0;
    ofAge.set(age, turn + 1);
    const shown = embeddings.subarray(row * dimensions, (row + 1) * dimensions).some((value) => value !== 0);
    if (shown) (turn % 2 === 0 ? learnt : measured).push(row);
  });
  return { learnt, measured };
}

function meanOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) for (let k = 0; k < row.length; k++) sum[k] = (sum[k] ?? 0) + (row[k] ?? 0);
  return sum.map((value) => value / rows.length);
}

function unit(row: Float64Array): Float64Array {
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

function nearest(directions: readonly Float64Array[], row: Float32Array): number {
  let best = 0;
  let most = -Infinity;
  directions.forEach((direction, kind) => {
    let cosine = 0;
    for (let k = 0; k < direction.length; k++) cosine += (direction[k] ?? 0) * (row[k] ?? 0);
    if (cosine > most) [best, most] = [kind, cosine];
  });
  return best;
}
