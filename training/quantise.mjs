/**
 * @module Makes an int8 network of a run's fp32 export: measures activations on training faces, then writes the network.
 *
 *   node training/quantise.mjs training/runs/facenet/checkpoint.pt OUT.onnx
 *
 * Prepared faces are read from ~/.cache/visage-training (`--cache` of the other commands). Prints how far the vectors of
 * other training faces moved.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const ort = createRequire(new URL('../libs/vision/package.json', import.meta.url))('onnxruntime-node');
const STORED = 112;
const SIZE = 96;
const MARGIN = (STORED - SIZE) / 2;
const CALIBRATION_FACES = 384;
const CHECKED_FACES = 128;
/** Share of the values that must fit; the rare ones beyond are clipped, which costs less than a coarser step. */
const KEPT = 0.99995;

const [checkpoint, quantised] = process.argv.slice(2);
if (!checkpoint || !quantised) {
  console.error('usage: node training/quantise.mjs CHECKPOINT OUT.onnx');
  process.exit(2);
}
const python = (script, ...args) =>
  execFileSync('/usr/bin/python3', [join(import.meta.dirname, 'faces', script), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
const open = (path) => ort.InferenceSession.create(path, { intraOpNumThreads: 1, logSeverityLevel: 3 });

const folder = mkdtempSync(join(tmpdir(), 'visage-quantise-'));
try {
  python('export.py', checkpoint, '--out', folder, '--full');
  const name = readdirSync(folder).find((file) => file.endsWith('.onnx'));
  const network = join(folder, name);
  python('quantise.py', 'observe', network, join(folder, 'observed.onnx'));
  const faces = trainingFaces(CALIBRATION_FACES + CHECKED_FACES);
  const ranges = await measure(await open(join(folder, 'observed.onnx')), faces.slice(0, CALIBRATION_FACES));
  writeFileSync(join(folder, 'ranges.json'), JSON.stringify(ranges));
  python('quantise.py', 'apply', network, join(folder, 'ranges.json'), quantised);
  await report(await open(network), await open(quantised), faces.slice(CALIBRATION_FACES));
} finally {
  rmSync(folder, { recursive: true });
}

/** Evenly spread over the training faces, in the network's input range. */
function trainingFaces(count) {
  const cache = join(homedir(), '.cache/visage-training');
  const { faces } = JSON.parse(readFileSync(join(cache, 'faces.json'), 'utf8'));
  const rows = faces.flatMap((face, row) => (face.split === 'train' ? [row] : []));
  const file = openSync(join(cache, 'crops.u8'), 'r');
  const stored = Buffer.alloc(STORED * STORED * 3);
  const crops = Array.from({ length: count }, (_, i) => {
    readSync(file, stored, 0, stored.length, rows[Math.floor((i * rows.length) / count)] * stored.length);
    const values = new Float32Array(3 * SIZE * SIZE);
    for (let c = 0, at = 0; c < 3; c += 1)
      for (let y = MARGIN; y < MARGIN + SIZE; y += 1)
        for (let x = MARGIN; x < MARGIN + SIZE; x += 1, at += 1)
          values[at] = (stored[(y * STORED + x) * 3 + c] - 127.5) / 128;
    return values;
  });
  closeSync(file);
  return crops;
}

function run(session, face) {
  return session.run({ face: new ort.Tensor('float32', face, [1, 3, SIZE, SIZE]) });
}

/** Per tensor the value that all but a few stay under: the mean over the faces of each one's own quantile. */
async function measure(session, faces) {
  const sums = { face: faces.length };
  for (const face of faces) {
    for (const [name, { data }] of Object.entries(await run(session, face))) {
      const sorted = Float32Array.from(data).sort();
      const quantile = sorted[Math.min(sorted.length - 1, Math.floor(KEPT * sorted.length))];
      sums[name] = (sums[name] ?? 0) + quantile;
    }
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / faces.length]));
}

async function report(exact, coarse, faces) {
  const seconds = [0, 0];
  let cosine = 0;
  for (const face of faces) {
    const vectors = [];
    for (const [which, session] of [exact, coarse].entries()) {
      const started = performance.now();
      vectors.push((await run(session, face)).embedding.data);
      seconds[which] += (performance.now() - started) / 1000;
    }
    cosine += vectors[0].reduce((sum, value, i) => sum + value * vectors[1][i], 0) / faces.length;
  }
  const [a, b] = seconds.map((total) => (1000 * total) / faces.length);
  console.log(
    `cosine to fp32 ${cosine.toFixed(4)}, ${a.toFixed(1)} ms a face in fp32, ${b.toFixed(1)} in int8: ${(a / b).toFixed(2)} times faster`,
  );
}
