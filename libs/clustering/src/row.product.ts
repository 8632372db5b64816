/**
 * @module Dot products of blocks of rows in 8-bit integers, by the matrix product that networks run on: what a candidate
 * search spends its time on. Integer sums are the same on every machine.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EmbeddingMatrix } from './embedding.matrix.js';
import { PRODUCT, productModel } from './product.model.js';
import { roundRows } from './rounded.rows.js';

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

/** onnxruntime takes the process down when its thread is ended while a network runs in it. */
export type ProductGuard = <T>(work: () => Promise<T>) => Promise<T>;

export interface ProductSettings {
  /** That multiply side by side; default 1. */
  threads?: number | undefined;
  guard?: ProductGuard | undefined;
}

export class RowProduct {
  private readonly products = new Int32Array(BLOCK * BLOCK);
  private readonly peaks = new Int32Array((BLOCK * BLOCK) / GROUP);

  private constructor(
    private readonly session: InferenceSession,
    private readonly guard: ProductGuard,
  ) {}

  static async open({ threads = 1, guard = (work) => work() }: ProductSettings): Promise<RowProduct> {
    const model = productModel(ZERO_LEFT, GROUP);
    const options: InferenceSession.SessionOptions = {
      executionProviders: ['cpu'],
      executionMode: 'sequential',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Between two products somebody reads the first: threads that wait for the next by turning around would be in the way.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    };
    return new RowProduct(await guard(() => InferenceSession.create(model, options)), guard);
  }

  /** Products of a block of each; the next call overwrites them. */
  async multiply(a: LeftRows, blockA: number, b: RightRows, blockB: number): Promise<BlockProducts> {
    const [rows, columns] = [rowsOfBlock(a.count, blockA), rowsOfBlock(b.count, blockB)];
    const padded = padding(columns);
    const products = this.products.subarray(0, rows * padded);
    const peaks = this.peaks.subarray(0, (rows * padded) / GROUP);
    const inputs = {
      [PRODUCT.a]: new Tensor('uint8', a.block(blockA), [rows, a.dimensions]),
      [PRODUCT.b]: new Tensor('int8', b.block(blockB), [b.dimensions, padded]),
    };
    const outputs = {
      [PRODUCT.products]: new Tensor('int32', products, [rows, padded]),
      [PRODUCT.peaks]: new Tensor('int32', peaks, [rows, padded / GROUP]),
    };
    await this.guard(() => this.session.run(inputs, outputs));
    return { products, peaks, rows, columns, padded };
  }

  close(): Promise<void> {
    return this.guard(() => this.session.release());
  }
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

/** Integers per unit of the products, and what no product is off by, in units of the rows. */
export function productScale({ rounded: a }: LeftRows, { rounded: b }: RightRows): { scale: number; error: number } {
  // |ab - a'b'| <= |a - a'| |b| + |a'| |b - b'|, and |b| <= |b'| + |b - b'|; the last terms are for double precision.
  const error = a.moved * (b.longest + b.moved) + a.longest * b.moved;
  return { scale: a.scale * b.scale, error: error * (1 + 1e-9) + 1e-12 };
}

type Rounding = Omit<ReturnType<typeof roundRows>, 'integers'>;

/** Rows one after the other. */
export class LeftRows {
  readonly count: number;
  readonly dimensions: number;
  readonly rounded: Rounding;
  private readonly bytes: Uint8Array;

  constructor(matrix: EmbeddingMatrix) {
    this.count = matrix.count;
    this.dimensions = matrix.dimensions;
    const { integers, ...rounded } = roundRows(matrix, REACH_LEFT);
    this.rounded = rounded;
    this.bytes = new Uint8Array(integers.buffer);
    for (let k = 0; k < integers.length; k++) this.bytes[k] = (integers[k] as number) + ZERO_LEFT;
  }

  block(block: number): Uint8Array {
    const from = block * BLOCK * this.dimensions;
    return this.bytes.subarray(from, from + rowsOfBlock(this.count, block) * this.dimensions);
  }
}

/** Rows as columns, block after block, padded with zeros to whole groups. */
export class RightRows {
  readonly count: number;
  readonly dimensions: number;
  readonly rounded: Rounding;
  private readonly bytes: readonly Int8Array[];

  constructor(matrix: EmbeddingMatrix) {
    const { count, dimensions } = matrix;
    this.count = count;
    this.dimensions = dimensions;
    const { integers, ...rounded } = roundRows(matrix, REACH_RIGHT);
    this.rounded = rounded;
    this.bytes = Array.from({ length: blocksOf(count) }, (_, block) =>
      columnsOf(integers, dimensions, block * BLOCK, rowsOfBlock(count, block)),
    );
  }

  block(block: number): Int8Array {
    const bytes = this.bytes[block];
    if (!bytes) throw new RangeError(`block ${block} of ${this.bytes.length}`);
    return bytes;
  }
}

function columnsOf(integers: Int8Array, dimensions: number, start: number, rows: number): Int8Array {
  const width = padding(rows);
  const columns = new Int8Array(dimensions * width);
  for (let row = 0; row < rows; row++) {
    const from = (start + row) * dimensions;
    for (let k = 0; k < dimensions; k++) columns[k * width + row] = integers[from + k] as number;
  }
  return columns;
}

export function blocksOf(count: number): number {
  return Math.ceil(count / BLOCK);
}

function rowsOfBlock(count: number, block: number): number {
  return Math.min(BLOCK, count - block * BLOCK);
}

function padding(rows: number): number {
  return Math.ceil(rows / GROUP) * GROUP;
}
