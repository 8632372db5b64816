/**
 * @module One person several times in a photo: a strip of a photo booth, a collage, a mirror, a poster of the couple. Such
 * faces are neither two people nor a lesson in how alike two people are.
 */
import { REPEATED_LIKENESS } from '../measure/clustering.thresholds.js';
import { dotAt, rowsOf, type EmbeddingMatrix } from '../search/embedding.matrix.js';

/**
 * Which faces of one photo show one person: those alike enough, directly or by way of others of the photo, have the same
 * number, the place of their first one.
 * @param faces unit rows
 */
export function repeatsAmong(faces: readonly Float32Array[]): number[] {
  const first = faces.map((_, place) => place);
  const rootOf = (place: number): number => {
    let root = place;
    while (first[root] !== root) root = first[root] ?? root;
    return root;
  };
  faces.forEach((face, place) => {
    for (let before = 0; before < place; before++) {
      if (dotAt(face, 0, faces[before] ?? face, 0, face.length) < REPEATED_LIKENESS) continue;
      const [a, b] = [rootOf(before), rootOf(place)];
      first[Math.max(a, b)] = Math.min(a, b);
    }
  });
  return first.map((_, place) => rootOf(place));
}

/** The same for all rows: those of one photo that show one person have the number of the first of them. */
export function repeatedFaces(rows: EmbeddingMatrix, photo: Int32Array): Int32Array {
  const faces = rowsOf(rows);
  const repeat = Int32Array.from(faces, (_, row) => row);
  for (const together of rowsTogether(photo)) {
    repeatsAmong(together.map((row) => faces[row] ?? new Float32Array())).forEach((first, place) => {
      repeat[together[place] ?? -1] = together[first] ?? -1;
    });
  }
  return repeat;
}

/** The rows of each photo. */
export function rowsTogether(photo: ArrayLike<number>): number[][] {
  const together = new Map<number, number[]>();
  for (let row = 0; row < photo.length; row++) {
    const id = photo[row] ?? -1;
    const rows = together.get(id);
    if (rows) rows.push(row);
    else together.set(id, [row]);
  }
  return [...together.values()];
}
