/**
 * @module An order of faces that depends on their content, not on how they were listed, so that ties always break
 * alike.
 */
import { at, countRows } from '../search/embedding.matrix.js';

/** Face indices ordered by their vectors, then by quality; equal faces keep the order they came in. */
export function canonicalOrder(
  embeddings: Float32Array,
  dimensions: number,
  quality: ArrayLike<number>,
): Int32Array {
  const order = Int32Array.from({ length: countRows(embeddings, dimensions) }, (_, face) => face);
  return order.sort((a, b) => {
    const fromA = a * dimensions;
    const fromB = b * dimensions;
    for (let k = 0; k < dimensions; k++) {
      const difference = at(embeddings, fromA + k) - at(embeddings, fromB + k);
      if (difference !== 0) return difference;
    }
    return (quality[b] ?? 0) - (quality[a] ?? 0) || a - b;
  });
}

/** Small numbers that identify photos, in order of first appearance along the given faces. */
export function photoNumbers(photoIds: ArrayLike<string | number>, order: Int32Array): Int32Array {
  const numbers = new Map<string | number, number>();
  return order.map((face) => {
    const id = photoIds[face] ?? face;
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  });
}
