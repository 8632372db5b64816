/**
 * @module The best neighbours of every row: a heap per row with the worst of them on top, all in three flat arrays.
 */
import { at } from './embedding.matrix.js';

export class NeighbourLists {
  /** Whether any neighbour had to be left out. */
  truncated = false;
  private readonly sizes: Int32Array;
  private readonly rows: Int32Array;
  private readonly similarities: Float32Array;

  /** @param limit maximum number of neighbours per row */
  constructor(
    private readonly count: number,
    private readonly limit: number,
  ) {
    this.sizes = new Int32Array(count);
    this.rows = new Int32Array(count * limit);
    this.similarities = new Float32Array(count * limit);
  }

  /** Whether this neighbour would be kept if offered now; remembers that something had to be left out. */
  wants(row: number, neighbour: number, similarity: number): boolean {
    if (at(this.sizes, row) < this.limit) return true;
    this.truncated = true;
    return this.aboveWorst(row, neighbour, similarity);
  }

  /** Whether a neighbour that was offered before is still kept. */
  keeps(row: number, neighbour: number, similarity: number): boolean {
    return at(this.sizes, row) < this.limit || !this.belowWorst(row, neighbour, similarity);
  }

  /** A neighbour offered twice, by two cells, is kept once. */
  offer(row: number, neighbour: number, similarity: number): void {
    const top = row * this.limit;
    const size = at(this.sizes, row);
    for (let e = top; e < top + size; e++) if (at(this.rows, e) === neighbour) return;
    if (size < this.limit) {
      this.sizes[row] = size + 1;
      this.put(top + size, neighbour, similarity);
      this.up(row, size);
    } else if (this.wants(row, neighbour, similarity)) {
      this.put(top, neighbour, similarity);
      this.down(row);
    }
  }

  each(visit: (row: number, neighbour: number, similarity: number) => void): void {
    for (let row = 0; row < this.count; row++) {
      const top = row * this.limit;
      for (let e = top; e < top + at(this.sizes, row); e++)
        visit(row, at(this.rows, e), at(this.similarities, e));
    }
  }

  private aboveWorst(row: number, neighbour: number, similarity: number): boolean {
    const top = row * this.limit;
    return worse(row, at(this.rows, top), at(this.similarities, top), neighbour, similarity);
  }

  private belowWorst(row: number, neighbour: number, similarity: number): boolean {
    const top = row * this.limit;
    return worse(row, neighbour, similarity, at(this.rows, top), at(this.similarities, top));
  }

  private put(e: number, neighbour: number, similarity: number): void {
    this.rows[e] = neighbour;
    this.similarities[e] = similarity;
  }

  private worseAt(row: number, i: number, j: number): boolean {
    const [a, b] = [row * this.limit + i, row * this.limit + j];
    return worse(row, at(this.rows, a), at(this.similarities, a), at(this.rows, b), at(this.similarities, b));
  }

  private up(row: number, start: number): void {
    for (let i = start; i > 0;) {
      const parent = (i - 1) >> 1;
      if (!this.worseAt(row, i, parent)) return;
      this.swap(row, i, parent);
      i = parent;
    }
  }

  private down(row: number): void {
    for (let i = 0; ;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let worst = i;
      if (left < this.limit && this.worseAt(row, left, worst)) worst = left;
      if (right < this.limit && this.worseAt(row, right, worst)) worst = right;
      if (worst === i) return;
      this.swap(row, i, worst);
      i = worst;
    }
  }

  private swap(row: number, i: number, j: number): void {
    const [a, b] = [row * this.limit + i, row * this.limit + j];
    const neighbour = at(this.rows, a);
    const similarity = at(this.similarities, a);
    this.put(a, at(this.rows, b), at(this.similarities, b));
    this.put(b, neighbour, similarity);
  }
}

/** Whether a row would rather keep `b`; of equals, the nearer in order, then the earlier. */
function worse(row: number, a: number, similarityA: number, b: number, similarityB: number): boolean {
  if (similarityA !== similarityB) return similarityA < similarityB;
  const distanceA = Math.abs(a - row);
  const distanceB = Math.abs(b - row);
  return distanceA === distanceB ? a > b : distanceA > distanceB;
}
