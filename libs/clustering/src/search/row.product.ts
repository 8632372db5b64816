/**
 * @module Dot products of blocks of rows in 8-bit integers: what a candidate search spends its time on. Who searches brings
 * the product along, from whatever multiplies fastest. Integer sums are the same on every machine.
 */
import type { EmbeddingMatrix } from './embedding.matrix.js';
import { roundRows, type Rounding } from './rounded.rows.js';

/** Rows of a block: the products of two are 4 MB, many enough for the product and few enough for the caches. */
export const BLOCK = 1_024;

/** So many products side by side are told the largest of, and only where that is large are they looked at. */
export const GROUP = 32;

/**
 * Values lie in -63..63 on the left, 64 added to make them positive, and in -127..127 on the right: processors without
 * VNNI add two products of an unsigned and a signed byte in 16 bits, where 2 x 127 x 127 is the most that fits.
 */
const REACH_LEFT = 63;
const ZERO_LEFT = 64;
const REACH_RIGHT = 127;

/** Brings a matrix ([length, columns]) into the order that multiplies fastest. `zero` stands for 0 in the rows. */
export type MatrixProduct = (
  matrix: { readonly values: Int8Array; readonly length: number; readonly columns: number },
  layout: { zero: number; group: number },
) => Promise<OpenMatrix>;

export interface OpenMatrix {
  /** Writes the products, [rows, columns], and the largest of each group of columns, [rows, columns / group]. */
  multiply(rows: Uint8Array, products: Int32Array, peaks: Int32Array): Promise<void>;
  close(): Promise<void>;
}

export interface BlockProducts {
  /** `products[i * padded + j]`, columns from `columns` on being of no row. */
  readonly products: Int32Array;
  /** `peaks[i * padded / GROUP + g]`: the largest of row i's columns from `g * GROUP` on. */
  readonly peaks: Int32Array;
  readonly rows: number;
  readonly columns: number;
  readonly padded: number;
}

/** Room for the products of two blocks, to be used again and again. */
export class ProductRoom {
  readonly products: Int32Array;
  readonly peaks: Int32Array;

  constructor(left: LeftRows, right: RightRows) {
    const most = Math.min(BLOCK, left.count) * padding(Math.min(BLOCK, right.count));
    this.products = new Int32Array(most);
    this.peaks = new Int32Array(most / GROUP);
  }
}

/** A block of rows on the right, ready to be multiplied. */
export class RowProduct {
  private constructor(
    private readonly matrix: OpenMatrix,
    private readonly columns: number,
  ) {}

  static async open(right: RightRows, block: number, product: MatrixProduct): Promise<RowProduct> {
    const columns = rowsOfBlock(right.count, block);
    const padded = padding(columns);
    const matrix = { values: right.columnsOf(block, padded), length: right.dimensions, columns: padded };
    return new RowProduct(await product(matrix, { zero: ZERO_LEFT, group: GROUP }), columns);
  }

  /** Products of a block of the left with this one, valid until the room is used again. */
  async multiply(left: LeftRows, block: number, room: ProductRoom): Promise<BlockProducts> {
    const { columns } = this;
    const padded = padding(columns);
    const rows = rowsOfBlock(left.count, block);
    const products = room.products.subarray(0, rows * padded);
    const peaks = room.peaks.subarray(0, (rows * padded) / GROUP);
    await this.matrix.multiply(left.block(block), products, peaks);
    return { products, peaks, rows, columns, padded };
  }

  close(): Promise<void> {
    return this.matrix.close();
  }
}

/** Integers per unit of the products, and what no product is off by, in units of the rows. */
export function productScale(
  { rounding: a }: LeftRows,
  { rounding: b }: RightRows,
): { scale: number; error: number } {
  // |ab - a'b'| <= |a - a'| |b| + |a'| |b - b'|, and |b| <= |b'| + |b - b'|; the last terms are for double precision.
  const error = a.maxShift * (b.longestRow + b.maxShift) + a.longestRow * b.maxShift;
  return { scale: a.scale * b.scale, error: error * (1 + 1e-9) + 1e-12 };
}

export class LeftRows {
  readonly count: number;
  readonly dimensions: number;
  readonly rounding: Rounding;
  private readonly bytes: Uint8Array;

  constructor(matrix: EmbeddingMatrix) {
    this.count = matrix.count;
    this.dimensions = matrix.dimensions;
    const { integers, rounding } = roundRows(matrix, REACH_LEFT);
    this.rounding = rounding;
    this.bytes = new Uint8Array(integers.buffer);
    for (let k = 0; k < integers.length; k++) this.bytes[k] = (integers[k] as number) + ZERO_LEFT;
  }

  block(block: number): Uint8Array {
    const from = block * BLOCK * this.dimensions;
    return this.bytes.subarray(from, from + rowsOfBlock(this.count, block) * this.dimensions);
  }
}

export class RightRows {
  readonly count: number;
  readonly dimensions: number;
  readonly rounding: Rounding;
  private readonly integers: Int8Array;

  constructor(matrix: EmbeddingMatrix) {
    this.count = matrix.count;
    this.dimensions = matrix.dimensions;
    const { integers, rounding } = roundRows(matrix, REACH_RIGHT);
    this.rounding = rounding;
    this.integers = integers;
  }

  /** The block's rows as columns, and zeros up to `width`. */
  columnsOf(block: number, width: number): Int8Array {
    const { dimensions, integers } = this;
    const columns = new Int8Array(dimensions * width);
    const rows = rowsOfBlock(this.count, block);
    for (let row = 0; row < rows; row++) {
      const from = (block * BLOCK + row) * dimensions;
      for (let k = 0; k < dimensions; k++) columns[k * width + row] = integers[from + k] as number;
    }
    return columns;
  }
}

export function blocksOf(count: number): number {
  return Math.ceil(count / BLOCK);
}

function padding(columns: number): number {
  return Math.ceil(columns / GROUP) * GROUP;
}

function rowsOfBlock(count: number, block: number): number {
  return Math.min(BLOCK, count - block * BLOCK);
}
