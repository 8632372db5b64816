/**
 * @module Dot products of blocks of rows in 16-bit integers, eight at a time: what a candidate search spends its time on.
 *
 * Rows are rounded to 16 bits, so a product is off by less than `error`; whoever looks for pairs above a floor
 * asks for the floor less the error and computes the few that remain exactly. Integer sums are the same on every machine.
 */
import type { EmbeddingMatrix } from './embedding.matrix.js';
import { op, wasmFunction, type WasmFunction } from './wasm.module.js';

/** Rows per block: two blocks of 48 x 512 x 2 bytes are 98 kB, inside any second-level cache. */
export const BLOCK = 48;

/** Rows and columns worked on at once: eight sums and three operands fit sixteen vector registers. */
const HIGH = 4;
const WIDE = 2;

/** Bytes of a row handled per turn of the innermost loop, which is unrolled; rows are padded to a multiple. */
const TURN = 64;

/** Longest rounded row: the sum of products stays under 2^30 whatever the signs (Cauchy-Schwarz). */
const REACH = 32_000;

export class DotKernel {
  /** `out[i * BLOCK + j]` is the product of row `startA + i` and row `startB + j`, in units of `1 / scale`. */
  readonly out: Int32Array;
  private a: PlacedRows;
  private b: PlacedRows;

  private constructor(
    private readonly wasm: WasmFunction,
    private readonly stride: number,
    private readonly roomA: number,
    outAt: number,
  ) {
    this.out = new Int32Array(wasm.memory, outAt, BLOCK * BLOCK);
    this.a = this.b = { offset: 0, stride, count: 0, scale: 1, longest: 0, rounding: 0 };
  }

  /** For so many rows of each, at two bytes a value. Undefined where the machine cannot do it. */
  static withRoom(rowsA: number, rowsB: number, dimensions: number): DotKernel | undefined {
    const stride = Math.max(1, Math.ceil((dimensions * 2) / TURN)) * TURN;
    // A block reads past the last row, up to the next multiple of `HIGH`.
    const out = (rowsA + rowsB + 2 * HIGH) * stride;
    const bytes = out + BLOCK * BLOCK * 4;
    // Addresses have 32 bits: beyond four gigabytes the caller's plain loops take over.
    if (bytes > 2 ** 32 - 2 ** 20) return undefined;
    const shape = { parameters: 5, integers: 5, vectors: HIGH * WIDE + WIDE + 1 };
    const wasm = wasmFunction(shape, blockProduct(stride), bytes);
    return wasm && new DotKernel(wasm, stride, rowsA, out);
  }

  /**
   * Takes copies of the rows to multiply.
   * @param b the second matrix; the first once more when absent
   * @param rowsA of the first matrix only these rows, in this order
   */
  load(a: EmbeddingMatrix, b?: EmbeddingMatrix, rowsA?: Int32Array): void {
    const { stride, wasm } = this;
    this.a = placeRows(a, rowsA, wasm.memory, 0, stride);
    this.b = b ? placeRows(b, undefined, wasm.memory, (this.roomA + HIGH) * stride, stride) : this.a;
  }

  get countA(): number {
    return this.a.count;
  }

  get countB(): number {
    return this.b.count;
  }

  get scale(): number {
    return this.a.scale * this.b.scale;
  }

  /** No product is off by more. */
  get error(): number {
    const { a, b } = this;
    return a.rounding * b.longest + b.rounding * (a.longest + a.rounding);
  }

  /** Fills `out` for up to `BLOCK` rows of each from the given ones on. */
  multiply(startA: number, rowsA: number, startB: number, rowsB: number): void {
    const { a, b } = this;
    const fromA = a.offset + startA * a.stride;
    const fromB = b.offset + startB * b.stride;
    this.wasm.call(
      fromA,
      fromA + Math.ceil(rowsA / HIGH) * HIGH * a.stride,
      fromB,
      fromB + Math.ceil(rowsB / WIDE) * WIDE * b.stride,
      this.out.byteOffset,
    );
  }
}

interface PlacedRows {
  offset: number;
  stride: number;
  count: number;
  /** Integers per unit of length. */
  scale: number;
  /** Length of the longest row, and of the most that rounding moves one. */
  longest: number;
  rounding: number;
}

function placeRows(
  { values, count: all, dimensions }: EmbeddingMatrix,
  chosen: Int32Array | undefined,
  memory: ArrayBuffer,
  offset: number,
  stride: number,
): PlacedRows {
  const count = chosen ? chosen.length : all;
  let most = 0;
  for (let place = 0; place < count; place++) {
    const from = (chosen ? (chosen[place] as number) : place) * dimensions;
    let squared = 0;
    for (let k = from; k < from + dimensions; k++) squared += (values[k] as number) * (values[k] as number);
    most = Math.max(most, squared);
  }
  const longest = Math.max(Math.sqrt(most), 1e-6);
  const scale = REACH / longest;
  const integers = new Int16Array(memory, offset, (count * stride) / 2);
  for (let place = 0; place < count; place++) {
    const from = (chosen ? (chosen[place] as number) : place) * dimensions;
    const to = (place * stride) / 2;
    for (let k = 0; k < dimensions; k++) {
      const value = (values[from + k] as number) * scale;
      integers[to + k] = value < 0 ? value - 0.5 : value + 0.5; // storing cuts the fraction off: this rounds
    }
  }
  return { offset, stride, count, scale, longest, rounding: (0.5 * Math.sqrt(dimensions)) / scale };
}

/** Three nested loops: four rows of a, two rows of b, the row's length. */
function blockProduct(stride: number): number[] {
  const [a, aEnd, b, bEnd, out, rowB, rowOut, inA, inB, turnEnd] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const sum = (i: number, j: number): number => 10 + i * WIDE + j;
  const column = (j: number): number => 10 + HIGH * WIDE + j;
  const row = 10 + HIGH * WIDE + WIDE;
  const each = (height: number, width: number, make: (i: number, j: number) => number[]): number[] =>
    Array.from({ length: height * width }, (_, n) => make(Math.floor(n / width), n % width)).flat();
  const advance = (pointer: number, bytes: number): number[] => [...op.get(pointer), ...op.int(bytes), ...op.add, ...op.set(pointer)];

  const turn = Array.from({ length: TURN / 16 }, (_, part) => [
    ...each(1, WIDE, (_, j) => [...op.get(inB), ...op.load(j * stride + part * 16), ...op.set(column(j))]),
    ...each(HIGH, 1, (i) => [
      ...[...op.get(inA), ...op.load(i * stride + part * 16), ...op.set(row)],
      ...each(1, WIDE, (_, j) => [
        ...[...op.get(sum(i, j)), ...op.get(row), ...op.get(column(j))],
        ...[...op.dot, ...op.addVector, ...op.set(sum(i, j))],
      ]),
    ]),
  ]).flat();
  const total = (vector: number): number[] => [
    ...[...op.get(vector), ...op.lane(0), ...op.get(vector), ...op.lane(1), ...op.add],
    ...[...op.get(vector), ...op.lane(2), ...op.get(vector), ...op.lane(3), ...op.add, ...op.add],
  ];
  const columns = op.repeatWhile(
    each(HIGH, WIDE, (i, j) => [...op.zero, ...op.set(sum(i, j))]),
    [...op.get(a), ...op.tee(inA), ...op.int(stride), ...op.add, ...op.set(turnEnd), ...op.get(rowB), ...op.set(inB)],
    op.repeatWhile(turn, advance(inB, TURN), advance(inA, TURN), [...op.get(inA), ...op.get(turnEnd), ...op.below]),
    each(HIGH, WIDE, (i, j) => [...op.get(rowOut), ...total(sum(i, j)), ...op.storeInt((i * BLOCK + j) * 4)]),
    [...advance(rowOut, WIDE * 4), ...advance(rowB, WIDE * stride)],
    [...op.get(rowB), ...op.get(bEnd), ...op.below],
  );
  return op.repeatWhile(
    [...op.get(b), ...op.set(rowB), ...op.get(out), ...op.set(rowOut)],
    columns,
    [...advance(a, HIGH * stride), ...advance(out, HIGH * BLOCK * 4)],
    [...op.get(a), ...op.get(aEnd), ...op.below],
  );
}
