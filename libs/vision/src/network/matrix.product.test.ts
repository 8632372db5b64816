import { expect, test } from 'vitest';
import { MatrixProduct } from './matrix.product.js';
import { NetworkGate } from './network.gate.js';

const matrix = { values: Int8Array.of(1, -2, 3, 4, 5, -6, 7, 8), length: 2, columns: 4 };
const layout = { zero: 64, group: 2 };

test('rows of bytes are multiplied by a matrix, and the largest of each group of products is told', async () => {
  const opened = await MatrixProduct.with()(matrix, layout);
  const [products, peaks] = [new Int32Array(8), new Int32Array(4)];
  await opened.multiply(Uint8Array.of(65, 64, 62, 127), products, peaks);
  expect([...products]).toEqual([1, -2, 3, 4, 313, -374, 435, 496]);
  expect([...peaks]).toEqual([1, 4, 313, 496]);
  await opened.close();
});

test('nothing is multiplied any more once the thread is to be ended, which waits for what is', async () => {
  const gate = new NetworkGate();
  const opened = await MatrixProduct.with({ gate, threads: 2 })(matrix, layout);
  const products = new Int32Array(4);
  const multiplied = opened.multiply(Uint8Array.of(65, 64), products, new Int32Array(2));
  await gate.shut();
  expect([...products]).toEqual([1, -2, 3, 4]);
  await multiplied;
  await expect(opened.multiply(Uint8Array.of(65, 64), products, new Int32Array(2))).rejects.toThrow('ended');
  await expect(MatrixProduct.with({ gate })(matrix, layout)).rejects.toThrow('ended');
});
