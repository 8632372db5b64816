/**
 * @module Embeddings of an event that never was: people are random directions, their faces are von Mises-Fisher around
 * them, and some people are photographed far more often than others.
 */
import { seededRandom } from '../linkage/seeded.random.js';

export interface MadeEvent {
  embeddings: Float32Array;
  dimensions: number;
  photoIds: Int32Array;
  quality: Float32Array;
  /** The person of each face. */
  truth: Int32Array;
}

/** Faces a person on average: the couple are in hundreds of photos, a waiter in one. */
const FACES_PER_PERSON = 20;
/** Standard deviation of the logarithm of a person's share: the busiest tenth hold half of the faces. */
const IMBALANCE = 1.2;
/** Faces a photo. */
export const FACES_PER_PHOTO = 3;

export interface MadeEventOptions {
  /**
   * Mean cosine of two faces of one person, 0..1. The concentration that gives it is
   * kappa = (d - 1) r / (1 - r^2) approximately, with r = sqrt(likeness) (Banerjee et al., JMLR 2005)
   */
  likeness?: number;
  dimensions?: number;
  /** So many people, each of whom is there; default: as many as usually have so many faces, whoever of them comes. */
  people?: number;
}

/** The same for the same seed. */
export function makeEvent(
  faces: number,
  seed: number,
  { likeness = 0.55, dimensions = 512, people: asked }: MadeEventOptions = {},
): MadeEvent {
  const random = seededRandom(seed);
  const normal = normals(random);
  const people = asked ?? Math.max(1, Math.round(faces / FACES_PER_PERSON));
  const shares = Array.from({ length: people }, () => Math.exp(IMBALANCE * normal()));
  const ladder = new Float64Array(people);
  shares.reduce((sum, share, person) => (ladder[person] = sum + share), 0);
  const centres = new Float32Array(people * dimensions).map(normal);
  for (let person = 0; person < people; person++)
    unit(centres.subarray(person * dimensions, (person + 1) * dimensions));
  const cosine = vonMisesFisher(Math.sqrt(likeness), dimensions, random, normal);
  const made: MadeEvent = {
    embeddings: new Float32Array(faces * dimensions),
    dimensions,
    photoIds: new Int32Array(faces),
    quality: new Float32Array(faces).map(() => 0.4 + 0.6 * random()),
    truth: new Int32Array(faces),
  };
  for (let face = 0, inPhoto = new Set<number>(); face < faces; face++) {
    if (face % FACES_PER_PHOTO === 0) inPhoto = new Set();
    let person = face < (asked ?? 0) ? face : draw(ladder, random);
    for (let again = 0; inPhoto.has(person) && again < 50; again++) person = draw(ladder, random);
    // who cannot but stand in the photo twice gets a photo of their own
    made.photoIds[face] = inPhoto.has(person) ? faces + face : Math.floor(face / FACES_PER_PHOTO);
    inPhoto.add(person);
    made.truth[face] = person;
    const row = made.embeddings.subarray(face * dimensions, (face + 1) * dimensions);
    around(row, centres.subarray(person * dimensions, (person + 1) * dimensions), cosine(), normal);
  }
  return made;
}

/** A unit vector at the given cosine from the centre, in a random direction from it. */
function around(row: Float32Array, centre: Float32Array, cosine: number, normal: () => number): void {
  let along = 0;
  row.forEach((_, k) => {
    row[k] = normal();
    along += (row[k] ?? 0) * (centre[k] ?? 0);
  });
  row.forEach((value, k) => (row[k] = value - along * (centre[k] ?? 0)));
  unit(row);
  const sine = Math.sqrt(1 - cosine * cosine);
  row.forEach((value, k) => (row[k] = cosine * (centre[k] ?? 0) + sine * value));
}

/** Cosines to the centre, by Wood's rejection sampling (Communications in Statistics 23, 1994). */
function vonMisesFisher(
  mean: number,
  dimensions: number,
  random: () => number,
  normal: () => number,
): () => number {
  const m = dimensions - 1;
  const kappa = (m * mean) / (1 - mean * mean);
  const b = m / (2 * kappa + Math.sqrt(4 * kappa * kappa + m * m));
  const x = (1 - b) / (1 + b);
  const c = kappa * x + m * Math.log(1 - x * x);
  return () => {
    for (;;) {
      // Beta(m / 2, m / 2) for large m is normal to within what a benchmark can see
      const z = Math.min(1 - 1e-9, Math.max(1e-9, 0.5 + normal() / (2 * Math.sqrt(m + 1))));
      const w = (1 - (1 + b) * z) / (1 - (1 - b) * z);
      if (kappa * w + m * Math.log(1 - x * w) - c >= Math.log(random())) return w;
    }
  };
}

function draw(ladder: Float64Array, random: () => number): number {
  const target = random() * (ladder.at(-1) ?? 0);
  let low = 0;
  let high = ladder.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ladder[middle] ?? 0) < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

function unit(row: Float32Array): void {
  let squared = 0;
  for (const value of row) squared += value * value;
  const scale = 1 / Math.sqrt(squared);
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) * scale;
}

/** Box and Muller 1958. */
function normals(random: () => number): () => number {
  let spare = NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
