/**
 * @module The photos through @vladmandic/face-api, as its own examples do it: SSD MobileNet, 68 landmarks, descriptors. Its
 * fastest backend needs a download from Google that servers without it cannot make; WebAssembly is the next.
 * A process of its own: `face-api.run.js <folder with its packages> <photos as JSON>`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import type { BarePhoto } from './bare.run.js';

/** What is used of it; its types need the browser's. */
interface FaceApi {
  tf: {
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
    tensor3d(values: Uint8Array, shape: [number, number, number], type: 'int32'): { dispose(): void };
  };
  nets: Record<
    'ssdMobilenetv1' | 'faceLandmark68Net' | 'faceRecognitionNet',
    { loadFromDisk(folder: string): Promise<void> }
  >;
  SsdMobilenetv1Options: new (options: { minConfidence: number; maxResults: number }) => object;
  detectAllFaces(
    image: object,
    options: object,
  ): { withFaceLandmarks(): { withFaceDescriptors(): Promise<{ descriptor: Float32Array }[]> } };
}

const [packages = '', list = ''] = process.argv.slice(2);
const load = createRequire(join(packages, 'package.json'));
const wasm = load('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
wasm.setWasmPaths(join(packages, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
const faceApi = load('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
await faceApi.tf.setBackend('wasm');
await faceApi.tf.ready();
const models = join(packages, 'node_modules/@vladmandic/face-api/model');
for (const name of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet'] as const)
  await faceApi.nets[name].loadFromDisk(models);

const options = new faceApi.SsdMobilenetv1Options({ minConfidence: 0.5, maxResults: 100 });
let faces = 0;
for (const { path } of JSON.parse(await readFile(list, 'utf8')) as BarePhoto[]) {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const tensor = faceApi.tf.tensor3d(data, [info.height, info.width, 3], 'int32');
  faces += (await faceApi.detectAllFaces(tensor, options).withFaceLandmarks().withFaceDescriptors()).length;
  tensor.dispose();
}
console.log(faces);
