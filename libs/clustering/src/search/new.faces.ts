/** @module Which of many people might be in new faces: a first look, before each is searched for among all. */
import { dotAt } from './embedding.matrix.js';

/** 1,000 comparisons of 512 floats take about a millisecond. */
const SLICE = 4_000;

/**
 * Pauses every few milliseconds of work.
 * @param people unit rows of `dimensions` floats, one after the other
 * @param faces the same
 * @param least similarity, -1..1, below which somebody is not meant
 * @returns numbers of the people whom at least one face resembles, rising
 */
export function* peopleInFaces(
  people: Float32Array,
  faces: Float32Array,
  dimensions: number,
  least: number,
): Generator<undefined, number[]> {
  const found: number[] = [];
  let looked = 0;
  for (let person = 0; person * dimensions < people.length; person += 1) {
    for (let face = 0; face * dimensions < faces.length; face += 1) {
      if (++looked % SLICE === 0) yield;
      if (dotAt(people, person * dimensions, faces, face * dimensions, dimensions) < least) continue;
      found.push(person);
      break;
    }
  }
  return found;
}
