/**
 * @module Delivers a trained network: weights, projection and manifest entries in `models/`, then the golden vectors.
 *
 *   node training/deliver.mjs CHECKPOINT [options of faces/threshold.py]     (after `npx tsc -b`)
 *
 * FaceNet comes twice, with fp16 weights and computing in int8.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const training = import.meta.dirname;
const models = resolve(training, '../models');
const [source, ...measuring] = process.argv.slice(2);
if (!source) {
  console.error('usage: node training/deliver.mjs CHECKPOINT');
  process.exit(2);
}
// a run that is still going on replaces its checkpoint: everything delivered is to be of one
const work = mkdtempSync(join(tmpdir(), 'visage-deliver-'));
process.on('exit', () => rmSync(work, { recursive: true }));
const checkpoint = join(work, 'checkpoint.pt');
copyFileSync(source, checkpoint);
const python = (script, ...args) =>
  execFileSync('/usr/bin/python3', [join(training, 'faces', script), checkpoint, ...args], {
    encoding: 'utf8',
  });
const digest = (file) =>
  createHash('sha256')
    .update(readFileSync(join(models, file)))
    .digest('hex');
const percent = (share) => `${(100 * share).toFixed(1)} %`;

const { name, pair } = exportNetwork();
const projection = `${name}.projection.f32`;
const measured = JSON.parse(python('threshold.py', ...measuring));
console.log(measured);
writeEntry(entry(name));
if (name === 'facenet') {
  const script = join(training, 'quantise.mjs');
  execFileSync('node', [script, checkpoint, join(models, 'facenet-int8.onnx')], { stdio: 'inherit' });
  writeEntry(entry('facenet-int8'));
}
execFileSync('node', [join(training, 'golden.mjs'), name, checkpoint], { stdio: 'inherit' });

function exportNetwork() {
  python('export.py', '--out', work);
  const facts = JSON.parse(readFileSync(join(work, 'network.json'), 'utf8'));
  copyFileSync(join(work, `${facts.name}.onnx`), join(models, `${facts.name}.onnx`));
  copyFileSync(join(work, 'projection.f32'), join(models, `${facts.name}.projection.f32`));
  return facts;
}

function entry(model) {
  const file = `${model}.onnx`;
  const sha256 = digest(file);
  return {
    name: model,
    role: 'embedder',
    version: versionOf(model, sha256),
    input: { width: 96, height: 96, order: 'rgb', mean: [127.5, 127.5, 127.5], scale: [128, 128, 128] },
    dimensions: 128,
    alignment: 'facenet-96',
    mirror: true,
    ...(pair && { embedding: 'embedding', pair }),
    harmony: { model: 'mobilefacenet', file: projection, sha256: digest(projection) },
    threshold: measured.threshold,
    thresholdSource:
      `fewest false accepts (${percent(measured.falseAccepts)}) and rejects (${percent(measured.falseRejects)}) together over all ` +
      `pairs of ${measured.photos} LFW photos of people never trained on; official pairs of folds 7 and 8 there: ` +
      `${percent(measured.officialAccuracy)} right`,
    output: pair ? 'embedding [N, 128], unit length; features [N, 4096]' : 'embedding [N, 128], unit length',
    bytes: readFileSync(join(models, file)).length,
    sha256,
    licence: 'Apache-2.0',
    card: `${name}.md`,
    homepage: 'training/README.md',
    sources: [{ kind: 'repository', file }],
  };
}

/** Other weights are another version: by it the platform knows whose faces it has to embed anew. */
function versionOf(model, sha256) {
  const { models: entries } = JSON.parse(readFileSync(join(models, 'manifest.json'), 'utf8'));
  const known = entries.find((one) => one.name === model);
  if (!known) return '1.0.0';
  const [major, minor] = known.version.split('.').map(Number);
  return known.sha256 === sha256 ? known.version : `${major}.${minor + 1}.0`;
}

/** Replaces or appends one entry and leaves the rest of the file, its layout included, as it is. */
function writeEntry(added) {
  const path = join(models, 'manifest.json');
  const text = readFileSync(path, 'utf8');
  const block = JSON.stringify(added, null, 2).replace(/^/gm, '    ');
  const known = new RegExp(`\\n    \\{\\n      "name": "${added.name}",[\\s\\S]*?\\n    \\}`);
  const next = known.test(text)
    ? text.replace(known, () => `\n${block}`)
    : text.replace(/\n  \]\n\}\s*$/, () => `,\n${block}\n  ]\n}\n`);
  JSON.parse(next);
  writeFileSync(path, next);
}
