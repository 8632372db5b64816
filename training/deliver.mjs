/**
 * @module Delivers a trained FaceNet: network, projection and manifest entry in `models/`, then the golden vectors.
 *
 *   node training/deliver.mjs CHECKPOINT [options of facenet/threshold.py]     (after `npx tsc -b`)
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const training = import.meta.dirname;
const models = resolve(training, '../models');
const [checkpoint, ...measuring] = process.argv.slice(2);
if (!checkpoint) {
  console.error('usage: node training/deliver.mjs CHECKPOINT');
  process.exit(2);
}
const python = (script, ...args) =>
  execFileSync('/usr/bin/python3', [join(training, 'facenet', script), checkpoint, ...args], { encoding: 'utf8' });
const digest = (file) => createHash('sha256').update(readFileSync(join(models, file))).digest('hex');

const folder = mkdtempSync(join(tmpdir(), 'visage-export-'));
try {
  python('export.py', '--out', folder);
  copyFileSync(join(folder, 'facenet.onnx'), join(models, 'facenet.onnx'));
  copyFileSync(join(folder, 'projection.f32'), join(models, 'facenet.projection.f32'));
} finally {
  rmSync(folder, { recursive: true });
}
const measured = JSON.parse(python('threshold.py', ...measuring));
console.log(measured);

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const entry = {
  name: 'facenet',
  role: 'embedder',
  version: '1.0.0',
  input: { width: 96, height: 96, order: 'rgb', mean: [127.5, 127.5, 127.5], scale: [128, 128, 128] },
  dimensions: 128,
  alignment: 'facenet-96',
  mirror: true,
  harmony: { model: 'mobilefacenet', file: 'facenet.projection.f32', sha256: digest('facenet.projection.f32') },
  threshold: measured.threshold,
  thresholdSource:
    `most often right on ${measured.chosenOn} LFW pairs of folds 1 to 6 (people trained on); ` +
    `on ${measured.testedOn} pairs of folds 7 and 8, people never trained on: ${percent(measured.accuracyAtThreshold)} right, ` +
    `${percent(measured.falseMatches)} false matches, ${percent(measured.missedMatches)} missed`,
  output: 'embedding [N, 128], unit length',
  bytes: readFileSync(join(models, 'facenet.onnx')).length,
  sha256: digest('facenet.onnx'),
  licence: 'Apache-2.0',
  card: 'facenet.md',
  homepage: 'training/README.md',
  sources: [{ kind: 'repository', file: 'facenet.onnx' }],
};
writeEntry(entry);
execFileSync('node', [join(training, 'golden.mjs'), checkpoint], { stdio: 'inherit' });

/** Replaces or appends one entry and leaves the rest of the file, its layout included, as it is. */
function writeEntry(added) {
  const path = join(models, 'manifest.json');
  const text = readFileSync(path, 'utf8');
  const block = JSON.stringify(added, null, 2).replace(/^/gm, '    ');
  const known = new RegExp(`\\n    \\{\\n      "name": "${added.name}",[\\s\\S]*?\\n    \\}`);
  const next = known.test(text) ? text.replace(known, () => `\n${block}`) : text.replace(/\n  \]\n\}\s*$/, () => `,\n${block}\n  ]\n}\n`);
  JSON.parse(next);
  writeFileSync(path, next);
}
