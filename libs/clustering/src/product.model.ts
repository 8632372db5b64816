/**
 * @module A network of three operators that multiplies rows of 8-bit integers (MatMulInteger, Reshape and ReduceMax of ONNX),
 * as the bytes of its file: messages in Protocol Buffers' encoding, field numbers as in onnx.proto3 of ONNX 1.12.
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

export const PRODUCT = { a: 'a', b: 'b', products: 'products', peaks: 'peaks' } as const;

/**
 * Takes `a` (uint8 [rowsA, length], `zero` standing for 0) and `b` (int8 [length, rowsB], column by column a row); gives
 * `products` (int32 [rowsA, rowsB]) and `peaks` (int32 [rowsA, rowsB / group]), the largest of each `group` side by side.
 */
export function productModel(zero: number, group: number): Uint8Array {
  const { a, b, products, peaks } = PRODUCT;
  const graph = message([
    bytes(1, node('MatMulInteger', [a, b, 'zero'], products)),
    bytes(1, node('Reshape', [products, 'shape'], 'groups')),
    bytes(1, node('ReduceMax', ['groups'], peaks, [intsAttribute('axes', [2]), intAttribute('keepdims', 0)])),
    text(2, 'rows'),
    bytes(5, message([whole(2, UINT8), bytes(9, [zero]), text(8, 'zero')])),
    // Of a shape, 0 keeps the dimension as it is and -1 is whatever is left.
    bytes(5, message([whole(1, 3), whole(2, INT64), bytes(9, int64s([0, -1, group])), text(8, 'shape')])),
    bytes(11, tensor(a, UINT8, ['rowsA', 'length'])),
    bytes(11, tensor(b, INT8, ['length', 'rowsB'])),
    bytes(12, tensor(products, INT32, ['rowsA', 'rowsB'])),
    bytes(12, tensor(peaks, INT32, ['rowsA', 'groups'])),
  ]);
  return Uint8Array.from(message([whole(1, IR_VERSION), bytes(7, graph), bytes(8, message([whole(2, OPERATOR_SET)]))]));
}

function node(type: string, inputs: readonly string[], output: string, attributes: readonly number[][] = []): number[] {
  const ports = [...inputs.map((name) => text(1, name)), text(2, output)];
  return message([...ports, text(4, type), ...attributes.map((attribute) => bytes(5, attribute))]);
}

function intAttribute(name: string, value: number): number[] {
  return message([text(1, name), whole(3, value), whole(20, ATTRIBUTE_INT)]);
}

function intsAttribute(name: string, values: readonly number[]): number[] {
  return message([text(1, name), ...values.map((value) => whole(8, value)), whole(20, ATTRIBUTE_INTS)]);
}

function tensor(name: string, type: number, dimensions: readonly string[]): number[] {
  const shape = message(dimensions.map((dimension) => bytes(1, text(2, dimension))));
  return message([text(1, name), bytes(2, bytes(1, message([whole(1, type), bytes(2, shape)])))]);
}

function int64s(values: readonly number[]): number[] {
  return [...new Uint8Array(BigInt64Array.from(values, BigInt).buffer)];
}

function message(fields: readonly number[][]): number[] {
  return fields.flat();
}

function bytes(field: number, content: readonly number[]): number[] {
  return [...varint(field * 8 + 2), ...varint(content.length), ...content];
}

function text(field: number, content: string): number[] {
  return bytes(field, Array.from(content, (letter) => letter.charCodeAt(0)));
}

function whole(field: number, value: number): number[] {
  return [...varint(field * 8), ...varint(value)];
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low + 128, ...varint((value - low) / 128)];
}
