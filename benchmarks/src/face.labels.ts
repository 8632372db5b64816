/** @module The groups of a grouping as a label per face. */

/** Faces of nobody get a negative label of their own. */
export function labelsOf(count: number, clusters: readonly { faces: readonly number[] }[]): number[] {
  const labels = Array.from({ length: count }, (_, face) => -1 - face);
  clusters.forEach(({ faces }, group) => faces.forEach((face) => (labels[face] = group)));
  return labels;
}

export function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** The given rows of a flat matrix, in that order. */
export function pickRows(values: Float32Array, dimensions: number, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length * dimensions);
  rows.forEach((row, place) =>
    picked.set(values.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions),
  );
  return picked;
}
