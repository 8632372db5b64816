/** @module Whose face is this? Exact search of a probe among an event's people and faces. */
import { BEST_FACES } from './clustering.thresholds.js';
import { ClusteringError } from './clustering.error.js';
import { at, unitRows, type EmbeddingMatrix } from './embedding.matrix.js';

export interface SearchablePerson {
  id: string;
  /** Flat embeddings of the person's faces, `dimensions` floats each; at least one. */
  embeddings: Float32Array;
}

export interface PersonIndex {
  readonly dimensions: number;
  readonly people: readonly { id: string; faces: EmbeddingMatrix; centroid: Float32Array }[];
}

export interface SearchMatch {
  id: string;
  /** -1..1; for a person with one face the cosine to it. */
  similarity: number;
  /** Whether the similarity reaches the threshold. */
  matches: boolean;
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

/**
 * Every person with its similarity to the probe, most similar first. The similarity is the mean of two views:
 * the cosine to the person's centroid, and the average cosine of the `BEST_FACES` most similar faces.
 */
export function searchPeople(index: PersonIndex, probe: Float32Array, threshold: number): SearchMatch[] {
  const unit = unitProbe(probe, index.dimensions);
  return index.people
    .map(({ id, faces, centroid }) => {
      const cosines = Array.from({ length: faces.count }, (_, row) =>
        dot(unit, faces.values, row * faces.dimensions),
      );
      const best = cosines.sort((a, b) => b - a).slice(0, BEST_FACES);
      const average = best.reduce((sum, cosine) => sum + cosine, 0) / best.length;
      const similarity = (average + dot(unit, centroid, 0)) / 2;
      return { id, similarity, matches: similarity >= threshold };
    })
    .sort(bySimilarity);
}

/** The same for faces that belong to nobody yet: `ids[i]` names row i of the flat embeddings. */
export function searchFaces(
  faces: { ids: readonly string[]; embeddings: Float32Array; dimensions: number },
  probe: Float32Array,
  threshold: number,
): SearchMatch[] {
  const rows = unitRows(faces.embeddings, faces.dimensions);
  if (rows.count !== faces.ids.length) {
    throw new ClusteringError('wrong-length', `${rows.count} embeddings came with ${faces.ids.length} ids`);
  }
  const unit = unitProbe(probe, faces.dimensions);
  return faces.ids
    .map((id, row) => {
      const similarity = dot(unit, rows.values, row * rows.dimensions);
      return { id, similarity, matches: similarity >= threshold };
    })
    .sort(bySimilarity);
}

function bySimilarity(a: SearchMatch, b: SearchMatch): number {
  return b.similarity - a.similarity || (a.id < b.id ? -1 : 1);
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

function dot(unit: Float32Array, values: Float32Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < unit.length; k++) sum += at(unit, k) * at(values, from + k);
  return sum;
}
