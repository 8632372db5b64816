/** @module Whose face is this? Exact search of a probe among an event's people and faces. */
import { BEST_FACES } from '../measure/clustering.thresholds.js';
import { ClusteringError } from '../clustering.error.js';
import { at, dotAt, unitRows, type EmbeddingMatrix } from './embedding.matrix.js';
import type { Candidate } from './probe.identify.js';

export interface SearchablePerson {
  id: string;
  /** Flat embeddings of the person's faces, `dimensions` floats each; at least one. */
  embeddings: Float32Array;
}

export interface PersonIndex {
  readonly dimensions: number;
  readonly people: readonly { id: string; faces: EmbeddingMatrix; centroid: Float32Array }[];
}

/** Faces that belong to nobody yet, ready to search: `ids[i]` names row i. */
export interface LooseFaceIndex {
  readonly ids: readonly string[];
  readonly faces: EmbeddingMatrix;
}

/** Prepares people for many searches. @throws ClusteringError naming the person on bad vectors. */
export function indexPeople(people: readonly SearchablePerson[], dimensions: number): PersonIndex {
  return {
    dimensions,
    people: people.map(({ id, embeddings }) => {
      try {
        const faces = unitRows(embeddings, dimensions);
        if (faces.count === 0) throw new ClusteringError('wrong-length', 'there is no embedding');
        return { id, faces, centroid: centroidOf(faces) };
      } catch (error) {
        if (!(error instanceof ClusteringError)) throw error;
        throw new ClusteringError(error.code, `person ${id}: ${error.message}`, error.faces);
      }
    }),
  };
}

/** Prepares faces of nobody for many searches. @throws ClusteringError on bad vectors, or not one for each id. */
export function indexLooseFaces(
  ids: readonly string[],
  embeddings: Float32Array,
  dimensions: number,
): LooseFaceIndex {
  const faces = unitRows(embeddings, dimensions);
  if (faces.count !== ids.length) {
    throw new ClusteringError('wrong-length', `${faces.count} embeddings came with ${ids.length} ids`);
  }
  return { ids, faces };
}

/**
 * Every person of the index, in its order, with the similarity to the probe, -1..1. That is the mean of two views: the
 * cosine to the person's centroid, and the average cosine of the `BEST_FACES` most similar faces; for a person with one
 * face the cosine to it.
 */
export function searchPeople({ people, dimensions }: PersonIndex, probe: Float32Array): Candidate[] {
  const unit = unitProbe(probe, dimensions);
  return people.map(({ id, faces, centroid }) => ({
    id,
    similarity: (bestAverage(unit, faces) + dotAt(unit, 0, centroid, 0, dimensions)) / 2,
  }));
}

/** Every face of the index, in its order, with its cosine to the probe. */
export function searchLooseFaces({ ids, faces }: LooseFaceIndex, probe: Float32Array): Candidate[] {
  const unit = unitProbe(probe, faces.dimensions);
  return ids.map((id, row) => ({
    id,
    similarity: dotAt(unit, 0, faces.values, row * faces.dimensions, faces.dimensions),
  }));
}

function bestAverage(unit: Float32Array, { values, count, dimensions }: EmbeddingMatrix): number {
  const best: number[] = []; // falling
  for (let row = 0; row < count; row++) {
    const cosine = dotAt(unit, 0, values, row * dimensions, dimensions);
    if (best.length === BEST_FACES && cosine <= (best[BEST_FACES - 1] as number)) continue;
    if (best.length === BEST_FACES) best.pop();
    best.push(cosine);
    best.sort((a, b) => b - a);
  }
  return best.reduce((sum, cosine) => sum + cosine, 0) / best.length;
}

function unitProbe(probe: Float32Array, dimensions: number): Float32Array {
  if (probe.length !== dimensions) {
    throw new ClusteringError(
      'wrong-length',
      `the probe has ${probe.length} floats, the people ${dimensions}: were they embedded by different models?`,
    );
  }
  return unitRows(probe, dimensions).values;
}

/** Unit-length mean of unit rows; zero when they cancel out. */
export function centroidOf(rows: EmbeddingMatrix): Float32Array {
  const sum = new Float64Array(rows.dimensions);
  rows.values.forEach((value, k) => {
    sum[k % rows.dimensions] = at(sum, k % rows.dimensions) + value;
  });
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => (length > 0 ? value / length : 0));
}
