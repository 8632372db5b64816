/**
 * @module Growing clusters of faces: the sum of their vectors, the photos they are in, and which clusters they may not
 * join.
 */
import { at, dotAt, type EmbeddingMatrix } from '../search/embedding.matrix.js';
import { meanWeight } from './mean.weight.js';
import type { SecondOpinion } from './second.opinion.js';

/**
 * Starts with every face as a cluster of its own. The average cosine between the faces of two clusters is the dot
 * product of their sums over the product of their sizes, so it is known exactly without comparing any pair of faces.
 */
export class ClusterSet {
  readonly count: number;
  readonly dimensions: number;
  private readonly sums: Float32Array;
  private readonly faces: number[][];
  /** Of each photo, which of its people (`repeat`) the cluster is; null = several, as somebody said. */
  private readonly photos: (Map<number, number | null> | undefined)[];
  private readonly enemies = new Map<number, Set<number>>();

  /**
   * Takes ownership of the unit rows: they become the sums.
   * @param photo the number of each face's photo
   * @param repeat equal for faces of one photo that show one person (repeated.faces.ts); absent = all show different people
   */
  constructor(
    rows: EmbeddingMatrix,
    private readonly photo: Int32Array,
    readonly secondOpinion?: SecondOpinion,
    private readonly repeat: Int32Array = Int32Array.from({ length: rows.count }, (_, face) => face),
  ) {
    this.count = rows.count;
    this.dimensions = rows.dimensions;
    this.sums = rows.values;
    this.faces = Array.from({ length: rows.count }, (_, face) => [face]);
    this.photos = new Array<undefined>(rows.count);
  }

  size(cluster: number): number {
    return this.members(cluster).length;
  }

  /** Faces of a cluster; empty once it has been merged into another. */
  members(cluster: number): readonly number[] {
    return this.faces[cluster] ?? [];
  }

  photoCount(cluster: number): number {
    return this.photos[cluster]?.size ?? 1;
  }

  forbid(a: number, b: number): void {
    this.enemiesOf(a).add(b);
    this.enemiesOf(b).add(a);
  }

  /**
   * Whether the two clusters must never merge: they are different people of one photo, or a pair known to be different
   * people.
   */
  forbidden(a: number, b: number): boolean {
    if (this.enemies.get(a)?.has(b)) return true;
    const photosA = this.photos[a];
    const photosB = this.photos[b];
    if (!photosA && !photosB)
      return at(this.photo, a) === at(this.photo, b) && at(this.repeat, a) !== at(this.repeat, b);
    if (!photosA) return this.isAnother(photosB, at(this.photo, a), at(this.repeat, a));
    if (!photosB) return this.isAnother(photosA, at(this.photo, b), at(this.repeat, b));
    const [few, many] = photosA.size < photosB.size ? [photosA, photosB] : [photosB, photosA];
    for (const [photo, repeat] of few) if (this.isAnother(many, photo, repeat)) return true;
    return false;
  }

  /** Whether the vector sums of two clusters are the same to the last bit. */
  equal(a: number, b: number): boolean {
    const { sums, dimensions } = this;
    for (let k = 0; k < dimensions; k++)
      if (sums[a * dimensions + k] !== sums[b * dimensions + k]) return false;
    return true;
  }

  /** Average cosine over all pairs of a face of `a` and a face of `b`. */
  average(a: number, b: number): number {
    const { sums, dimensions } = this;
    return dotAt(sums, a * dimensions, sums, b * dimensions, dimensions) / (this.size(a) * this.size(b));
  }

  /**
   * Weight of the cluster's average similarities relative to those of a single face: the length of the cluster's mean
   * to the power of `-MEAN_LENGTH_POWER`.
   */
  weight(cluster: number): number {
    return meanWeight(this.sums, cluster * this.dimensions, this.dimensions, this.size(cluster));
  }

  /** Moves everything of `from` into `into`, including its cannot-links. */
  merge(into: number, from: number): void {
    const target = into * this.dimensions;
    const source = from * this.dimensions;
    const { sums, dimensions } = this;
    for (let k = 0; k < dimensions; k++)
      sums[target + k] = (sums[target + k] as number) + (sums[source + k] as number);
    this.secondOpinion?.merge(into, from);
    this.absorb(into, from);
  }

  /** Like `merge`, but leaves the mean of `into` unchanged: for a face too poor to say what the person looks like. */
  absorb(into: number, from: number): void {
    const [photos, morePhotos] = bySize(this.photosOf(into), this.photosOf(from), (map) => map.size);
    for (const [photo, repeat] of morePhotos)
      photos.set(photo, this.isAnother(photos, photo, repeat) ? null : repeat);
    this.photos[into] = photos;
    this.photos[from] = undefined;
    const [faces, moreFaces] = bySize(this.faces[into] ?? [], this.faces[from] ?? [], (list) => list.length);
    for (const face of moreFaces) faces.push(face);
    this.faces[into] = faces;
    this.faces[from] = [];
    for (const enemy of this.enemies.get(from) ?? []) {
      this.enemies.get(enemy)?.delete(from);
      this.forbid(into, enemy);
    }
    this.enemies.delete(from);
  }

  /** The mean vector of each cluster, one row each in the given order; its length is at most one. */
  means(clusters: readonly number[]): EmbeddingMatrix {
    return this.scaled(clusters, (cluster) => 1 / this.size(cluster));
  }

  /**
   * Rows whose dot product is the likeness of two clusters: their average similarity times both weights. Read them
   * before anything is merged: while every face is alone, the rows are the set's own.
   */
  comparable(clusters: readonly number[]): EmbeddingMatrix {
    if (
      clusters.length === this.count &&
      clusters.every((cluster, row) => cluster === row && this.size(row) === 1)
    )
      return { values: this.sums, count: this.count, dimensions: this.dimensions };
    return this.scaled(clusters, (cluster) => this.weight(cluster) / this.size(cluster));
  }

  /** The same for groups as if each list of single faces had been merged. */
  comparableGroups(groups: readonly (readonly number[])[]): EmbeddingMatrix {
    const { sums, dimensions } = this;
    const values = new Float32Array(groups.length * dimensions);
    groups.forEach((faces, group) => {
      const row = values.subarray(group * dimensions, (group + 1) * dimensions);
      for (const face of faces) {
        for (let k = 0; k < dimensions; k++)
          row[k] = (row[k] as number) + (sums[face * dimensions + k] as number);
      }
      const factor = meanWeight(row, 0, dimensions, faces.length) / faces.length;
      for (let k = 0; k < dimensions; k++) row[k] = (row[k] as number) * factor;
    });
    return { values, count: groups.length, dimensions };
  }

  private scaled(clusters: readonly number[], scale: (cluster: number) => number): EmbeddingMatrix {
    const values = new Float32Array(clusters.length * this.dimensions);
    clusters.forEach((cluster, row) => {
      const factor = scale(cluster);
      const from = cluster * this.dimensions;
      for (let k = 0; k < this.dimensions; k++)
        values[row * this.dimensions + k] = at(this.sums, from + k) * factor;
    });
    return { values, count: clusters.length, dimensions: this.dimensions };
  }

  private photosOf(cluster: number): Map<number, number | null> {
    let photos = this.photos[cluster];
    if (!photos) {
      photos = new Map([[at(this.photo, cluster), at(this.repeat, cluster)]]);
      this.photos[cluster] = photos;
    }
    return photos;
  }

  /** Whether a cluster with these photos is in one of them as somebody else. */
  private isAnother(
    photos: ReadonlyMap<number, number | null> | undefined,
    photo: number,
    repeat: number | null,
  ): boolean {
    const own = photos?.get(photo);
    return own !== undefined && (own === null || own !== repeat);
  }

  private enemiesOf(cluster: number): Set<number> {
    let enemies = this.enemies.get(cluster);
    if (!enemies) {
      enemies = new Set();
      this.enemies.set(cluster, enemies);
    }
    return enemies;
  }
}

/** The larger one first: the smaller is merged into it, so that each face is moved only a few times. */
function bySize<T>(a: T, b: T, size: (value: T) => number): [T, T] {
  return size(a) >= size(b) ? [a, b] : [b, a];
}
