/**
 * @module Learns the kinds of faces by which an embedder's likenesses are judged, into models/ and its manifest entry.
 *
 *   node_modules/.bin/tsc -b && node_modules/.bin/tsc -p benchmarks/tsconfig.json
 *   node training/kinds.mjs [embedder] [photos]
 *
 * From every other photo of each age of UTKFace; `node benchmarks/dist/likeness.benchmark.js` measures on the others. The
 * embeddings are made once (half an hour on two cores) and kept where the benchmarks keep theirs. No vector of anybody is in
 * the result: a kind is the mean of five faces or more.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../libs/clustering/dist/linkage/seeded.random.js';
import { dataFolder } from '../benchmarks/dist/data.folder.js';
import { learnKinds, splitFaces } from '../benchmarks/dist/kinds.learn.js';
import { utkFaceEmbeddings } from '../benchmarks/dist/utkface.cache.js';

const MODELS = join(import.meta.dirname, '../models');
const [embedder, most] = process.argv.slice(2);
const options = { embedder, ...(most && { most: Number(most) }) };
const faces = await utkFaceEmbeddings(dataFolder('utkface'), options);
const { name, dimensions } = faces.embedder;
const { learnt } = splitFaces(faces);
const { means, sharpness } = learnKinds(faces, learnt, seededRandom(1));

const bytes = Buffer.alloc(means.length * 4);
means.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
const file = `${name}.kinds.f32`;
writeFileSync(join(MODELS, file), bytes);
const manifestPath = join(MODELS, 'manifest.json');
const sha256 = createHash('sha256').update(bytes).digest('hex');
writeFileSync(manifestPath, withKinds(readFileSync(manifestPath, 'utf8'), { file, sha256, sharpness }));
console.log(`${means.length / dimensions} kinds of ${learnt.length} faces: models/${file}`);

/** The rest of the manifest, its layout included, stays as it is. */
function withKinds(text, kinds) {
  const line = `      "kinds": ${JSON.stringify(kinds).replaceAll(':', ': ').replaceAll(',', ', ').replace('{', '{ ').replace('}', ' }')},\n`;
  const entry = new RegExp(`\\n    \\{\\n      "name": "${name}",[\\s\\S]*?\\n    \\}`);
  const next = text.replace(entry, (block) =>
    block.replace(/ {6}"kinds": .*\n/, '').replace(/(?= {6}"threshold": )/, line),
  );
  JSON.parse(next);
  return next;
}
