/**
 * @module Checks an exported network: onnxruntime-node against the vectors that PyTorch gave for the same crops.
 *
 *   node training/compare.mjs training/runs/facenet/export
 *
 * Reads facenet.onnx, golden.crops.f32 (faces x 3 x 96 x 96) and golden.vectors.f32 (faces x 128); exits 1 when any
 * number differs by more than 1e-3.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(new URL('../libs/vision/package.json', import.meta.url));
const ort = require('onnxruntime-node');
const TOLERANCE = 1e-3;

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node training/compare.mjs FOLDER (made by training/faces/export.py --golden)');
  process.exit(2);
}
const read = (name) => new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
const crops = read('golden.crops.f32');
const expected = read('golden.vectors.f32');
const faces = expected.length / 128;

const session = await ort.InferenceSession.create(join(folder, 'facenet.onnx'), { intraOpNumThreads: 1 });
const started = performance.now();
const { embedding } = await session.run({ face: new ort.Tensor('float32', crops, [faces, 3, 96, 96]) });
const milliseconds = (performance.now() - started) / faces;
const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - embedding.data[i])), 0);
console.log(
  `${faces} faces: largest difference ${worst.toExponential(1)}, ${milliseconds.toFixed(1)} ms a face`,
);
process.exit(worst <= TOLERANCE ? 0 : 1);
