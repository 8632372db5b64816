/** @module Generated faces for tests: people are random directions, faces are people with noise. Seeded. */

import { seededRandom } from '../linkage/seeded.random.js';

export interface MadeFaces {
  embeddings: Float32Array;
  dimensions: number;
  photoIds: number[];
  quality: number[];
  truth: number[];
}

/** `perPhoto` different people are in each photo; `noise` is the length of the noise on a unit vector. */
export function makeFaces(options: {
  seed: number;
  people: number;
  photos: number;
  perPhoto: number;
  noise: number;
  dimensions?: number;
}): MadeFaces {
  const { seed, people, photos, perPhoto, noise, dimensions = 64 } = options;
  const random = seededRandom(seed);
  const direction = (length: number): number[] => {
    const values = Array.from({ length: dimensions }, () => random() + random() + random() - 1.5);
    const scale = length / Math.hypot(...values);
    return values.map((value) => value * scale);
  };
  const directions = Array.from({ length: people }, () => direction(1));
  const rows: number[][] = [];
  const made: MadeFaces = {
    embeddings: new Float32Array(0),
    dimensions,
    photoIds: [],
    quality: [],
    truth: [],
  };
  for (let photo = 0; photo < photos; photo++) {
    const present = new Set<number>();
    while (present.size < Math.min(perPhoto, people)) present.add(Math.floor(random() * people));
    for (const person of present) {
      const shake = direction(noise);
      rows.push((directions[person] ?? []).map((value, k) => value + (shake[k] ?? 0)));
      made.photoIds.push(photo);
      made.quality.push(random());
      made.truth.push(person);
    }
  }
  return { ...made, embeddings: Float32Array.from(rows.flat()) };
}

/** The group of each face as a label; faces of nobody get a label of their own. */
export function labelsOf(count: number, clusters: readonly { faces: readonly number[] }[]): number[] {
  const labels = Array.from({ length: count }, (_, face) => -1 - face);
  clusters.forEach(({ faces }, cluster) => faces.forEach((face) => (labels[face] = cluster)));
  return labels;
}
