/** @module Which face represents a person. */

/** The face of highest quality among the given indices, the first of equals. */
export function coverFace(faces: readonly number[], quality: ArrayLike<number>): number {
  const first = faces[0];
  if (first === undefined) throw new RangeError('a person has at least one face');
  return faces.reduce((best, face) => ((quality[face] ?? 0) > (quality[best] ?? 0) ? face : best), first);
}
