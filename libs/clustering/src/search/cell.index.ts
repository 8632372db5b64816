/**
 * @module Cells of similar rows: a tree of cuts, each between two means of what it cuts, down to cells of bounded
 * size.
 *
 * Two faces of one person are apart when some cut falls between them, so several trees are built, each with its own
 * random numbers. A cut through few people follows the gaps between them and hardly ever separates a person's faces;
 * the first cuts of a large event do, which is what the further trees, and the rounds of average.linkage.ts over what
 * has been merged, are for. (Cf. the random projection trees of Dasgupta and Freund, STOC 2008; directions here come
 * from the data.)
 */
import { at, type EmbeddingMatrix } from './embedding.matrix.js';
import { seededRandom } from '../linkage/seeded.random.js';

/** Rows from which a cut's direction is learnt, and how often its two means are moved to the rows nearest them. */
const SAMPLE = 256;
const MOVES = 3;

/** A cut lies between this share of the rows and its complement, so that the tree's depth is bounded. */
const LEAST_SHARE = 0.35;

/** The rows of each cell; together the cells hold every row once. */
export function cellsOf(matrix: EmbeddingMatrix, cellRows: number, seed: number): Int32Array[] {
  const random = seededRandom(seed + 1);
  const cells: Int32Array[] = [];
  const rest: Int32Array[] = [Int32Array.from({ length: matrix.count }, (_, row) => row)];
  for (let rows = rest.pop(); rows; rows = rest.pop()) {
    if (rows.length <= cellRows) cells.push(rows);
    else rest.push(...cut(matrix, rows, random));
  }
  return cells;
}

function cut(matrix: EmbeddingMatrix, rows: Int32Array, random: () => number): [Int32Array, Int32Array] {
  const direction = cutDirection(matrix, rows, random);
  const along = new Float32Array(rows.length);
  rows.forEach((row, place) => (along[place] = project(matrix, row, direction)));
  const sorted = along.slice().sort();
  const border = widestGap(
    sorted,
    Math.floor(rows.length * LEAST_SHARE),
    Math.ceil(rows.length * (1 - LEAST_SHARE)),
  );
  const left = rows.filter((_, place) => at(along, place) < border);
  // Equal rows are on one side of every cut; if no two can be separated, halves are as good as anything.
  if (left.length === 0) return [rows.slice(0, rows.length >> 1), rows.slice(rows.length >> 1)];
  return [left, rows.filter((_, place) => at(along, place) >= border)];
}

/** Difference of two means of a sample, each the mean of the rows nearer to it (two-means; Lloyd 1982). */
function cutDirection(matrix: EmbeddingMatrix, rows: Int32Array, random: () => number): Float64Array {
  const { dimensions, values } = matrix;
  const sample = Array.from({ length: SAMPLE }, () => at(rows, Math.floor(random() * rows.length)));
  let direction = new Float64Array(dimensions);
  const [first = 0, second = 0] = sample;
  for (let k = 0; k < dimensions; k++)
    direction[k] = at(values, first * dimensions + k) - at(values, second * dimensions + k);
  for (let move = 0; move < MOVES; move++) {
    const along = sample.map((row) => project(matrix, row, direction));
    const middle = along.reduce((sum, value) => sum + value, 0) / SAMPLE;
    const above = along.filter((value) => value >= middle).length;
    if (above === SAMPLE || above === 0) break;
    const next = new Float64Array(dimensions);
    sample.forEach((row, place) => {
      const weight = (along[place] ?? 0) >= middle ? 1 / above : -1 / (SAMPLE - above);
      for (let k = 0; k < dimensions; k++)
        next[k] = (next[k] as number) + weight * (values[row * dimensions + k] as number);
    });
    direction = next;
  }
  return direction;
}

function project({ values, dimensions }: EmbeddingMatrix, row: number, direction: Float64Array): number {
  const from = row * dimensions;
  let sum = 0;
  for (let k = 0; k < dimensions; k++) sum += (values[from + k] as number) * (direction[k] as number);
  return sum;
}

/**
 * Where, between two positions, the sorted values are sparsest over a stretch of two percent; the middle one among
 * equals.
 */
function widestGap(sorted: Float32Array, from: number, to: number): number {
  const stretch = Math.max(1, Math.floor(sorted.length / 50));
  let best = sorted.length >> 1;
  let widest = -1;
  for (let place = from; place + stretch < to; place++) {
    const width = at(sorted, place + stretch) - at(sorted, place);
    if (width > widest) {
      widest = width;
      best = place;
    }
  }
  let border = best + 1;
  for (let place = best, gap = -1; place < best + stretch && place + 1 < sorted.length; place++) {
    if (at(sorted, place + 1) - at(sorted, place) > gap) {
      gap = at(sorted, place + 1) - at(sorted, place);
      border = place + 1;
    }
  }
  return at(sorted, Math.min(border, sorted.length - 1));
}
