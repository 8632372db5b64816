/**
 * @module Bytes of a WebAssembly module with one memory and one function: the few instructions that `dot.kernel.ts`
 * needs. Encodings as in the WebAssembly Core Specification 2.0, chapter 5.
 */

/** What this library uses of WebAssembly; undeclared where only ECMAScript's own library is. */
interface WasmApi {
  Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
}

export interface WasmFunction {
  memory: ArrayBuffer;
  /** Takes 32-bit integers, returns nothing. */
  call: (...values: number[]) => void;
}

/** One page is 64 KiB. */
export const WASM_PAGE = 65_536;

const I32 = 0x7f;
const V128 = 0x7b;
const END = 0x0b;

/** Alignment hints: 2 = four bytes, 4 = sixteen. */
const memarg = (align: number, offset: number): number[] => [align, ...unsigned(offset)];

/** Instructions as byte lists; an expression is its instructions in a row. */
export const op = {
  get: (local: number): number[] => [0x20, ...unsigned(local)],
  set: (local: number): number[] => [0x21, ...unsigned(local)],
  tee: (local: number): number[] => [0x22, ...unsigned(local)],
  int: (value: number): number[] => [0x41, ...signed(value)],
  add: [0x6a],
  /** Leaves 1 when the first of two addresses is the lower. */
  below: [0x49],
  storeInt: (offset: number): number[] => [0x36, ...memarg(2, offset)],
  /** Runs the body, and again while it leaves something other than 0. */
  repeatWhile: (...body: number[][]): number[] => [0x03, 0x40, ...body.flat(), 0x0d, 0, END],
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  load: (offset: number): number[] => [0xfd, 0, ...memarg(4, offset)],
  /** Four sums of two products each, of two vectors of eight 16-bit integers. */
  dot: [0xfd, ...unsigned(0xba)],
  addVector: [0xfd, ...unsigned(0xae)],
  lane: (lane: number): number[] => [0xfd, 0x1b, lane],
} as const;

/**
 * @param shape numbers of integer parameters, and of integer and vector locals; locals count on from the parameters
 * @returns undefined where WebAssembly or its vectors are missing (processors without SSE4.1)
 */
export function wasmFunction(
  shape: { parameters: number; integers: number; vectors: number },
  body: readonly number[],
  bytes: number,
): WasmFunction | undefined {
  const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly?: WasmApi };
  if (!wasm) return undefined;
  const section = (id: number, content: number[]): number[] => [id, ...sized(content)];
  const name = (text: string): number[] => sized(Array.from(text, (letter) => letter.charCodeAt(0)));
  const locals = [2, ...unsigned(shape.integers), I32, ...unsigned(shape.vectors), V128];
  const binary = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...sized(new Array<number>(shape.parameters).fill(I32), 1), 0]),
    ...section(2, [1, ...name('m'), ...name('m'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('f'), 0, 0]),
    ...section(10, [1, ...sized([...locals, ...body, END])]),
  ]);
  let module: object;
  try {
    module = new wasm.Module(binary);
  } catch {
    return undefined;
  }
  const memory = new wasm.Memory({ initial: Math.max(1, Math.ceil(bytes / WASM_PAGE)) });
  const { f } = new wasm.Instance(module, { m: { m: memory } }).exports;
  return { memory: memory.buffer, call: f as WasmFunction['call'] };
}

function sized(content: number[], width = 1): number[] {
  return [...unsigned(content.length / width), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...unsigned((value - low) / 128)];
}

function signed(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  return (rest === 0 && low < 64) || (rest === -1 && low >= 64) ? [low] : [low | 128, ...signed(rest)];
}
