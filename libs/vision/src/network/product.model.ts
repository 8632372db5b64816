/**
 * @module A network of three operators that multiplies rows of 8-bit integers by a matrix (MatMulInteger, Reshape and
 * ReduceMax of ONNX), as the bytes of its file: messages in Protocol Buffers' encoding, field numbers as in
 * onnx.proto3 of ONNX 1.12. The matrix is part of the network, so that it is packed for the processor only once.
 */

/** IR version 8 and operator set 17 are those of ONNX 1.12. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

const UINT8 = 2;
const INT8 = 3;
const INT32 = 6;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

export const PRODUCT = { a: 'a', products: 'products', peaks: 'peaks' } as const;

export interface ProductMatrix {
  /** [length, columns] */
  readonly values: Int8Array;
  readonly length: number;
  readonly columns: number;
}

/**
 * Takes `a` (uint8 [rows, length], with `zero` representing 0); gives `products` (int32 [rows, columns]) and `peaks`
 * (int32 [rows, columns / group]), the largest of each `group` adjacent products.
 */
export function productModel(
  { values, length, columns }: ProductMatrix,
  zero: number,
  group: number,
): Uint8Array {
  const { a, products, peaks } = PRODUCT;
  const graph = message(
    bytes(1, node('MatMulInteger', [a, 'b', 'zero'], products)),
    bytes(1, node('Reshape', [products, 'shape'], 'groups')),
    bytes(1, node('ReduceMax', ['groups'], peaks, intsAttribute('axes', [2]), intAttribute('keepdims', 0))),
    text(2, 'rows'),
    bytes(5, constant('b', INT8, [length, columns], values)),
    bytes(5, constant('zero', UINT8, [], Uint8Array.of(zero))),
    // In a shape, 0 keeps the dimension and -1 stands for the rest.
    bytes(5, constant('shape', INT64, [3], BigInt64Array.of(0n, -1n, BigInt(group)))),
    bytes(11, tensor(a, UINT8, length)),
    bytes(12, tensor(products, INT32, columns)),
    bytes(12, tensor(peaks, INT32, columns / group)),
  );
  return message(whole(1, IR_VERSION), bytes(7, graph), bytes(8, whole(2, OPERATOR_SET)));
}

function node(
  type: string,
  inputs: readonly string[],
  output: string,
  ...attributes: Uint8Array[]
): Uint8Array {
  const ports = [...inputs.map((name) => text(1, name)), text(2, output)];
  return message(...ports, text(4, type), ...attributes.map((attribute) => bytes(5, attribute)));
}

function intAttribute(name: string, value: number): Uint8Array {
  return message(text(1, name), whole(3, value), whole(20, ATTRIBUTE_INT));
}

function intsAttribute(name: string, values: readonly number[]): Uint8Array {
  return message(text(1, name), ...values.map((value) => whole(8, value)), whole(20, ATTRIBUTE_INTS));
}

function constant(name: string, type: number, shape: readonly number[], values: ArrayBufferView): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(...shape.map((size) => whole(1, size)), whole(2, type), text(8, name), bytes(9, raw));
}

/** With any number of rows. */
function tensor(name: string, type: number, columns: number): Uint8Array {
  const shape = message(bytes(1, text(2, 'rows')), bytes(1, whole(1, columns)));
  return message(text(1, name), bytes(2, bytes(1, message(whole(1, type), bytes(2, shape)))));
}

function message(...fields: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let at = 0;
  for (const field of fields) {
    whole.set(field, at);
    at += field.length;
  }
  return whole;
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return message(varint(field * 8 + 2), varint(content.length), content);
}

function text(field: number, content: string): Uint8Array {
  return bytes(
    field,
    Uint8Array.from(content, (letter) => letter.charCodeAt(0)),
  );
}

function whole(field: number, value: number): Uint8Array {
  return message(varint(field * 8), varint(value));
}

/** Seven bits per byte, lowest first. */
function varint(value: number): Uint8Array {
  const low = value % 128;
  return value < 128 ? Uint8Array.of(low) : message(Uint8Array.of(low + 128), varint((value - low) / 128));
}
