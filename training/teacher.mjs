/**
 * @module Prepares the training set once: aligned crops and the teacher's vectors.
 *
 *   node training/teacher.mjs [--data ../shared/data] [--cache ~/.cache/visage-training] [--threads 2] [--limit N]
 *
 * Writes, in the cache: `faces.json` (pairs of the test folds and one entry a face: id, source, split, person),
 * `crops.u8` (faces x 112 x 112 x 3, RGB: "facenet-96" with 8 pixels of margin) and `teacher.f32` (faces x 512: the
 * teacher's unit vectors), in the same order.
 */
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { alignFace, ARCFACE_112, STUDENT_TEMPLATE } from './prepare/align.mjs';
import { lfwFaces, testPairs, TEST_FOLDS } from './prepare/lfw.mjs';
import { embed, fivePoints, openTeachers, sharp } from './prepare/networks.mjs';

const { values } = parseArgs({
  options: {
    data: {
      type: 'string',
      default: process.env.VISAGE_DATA ?? resolve(import.meta.dirname, '../../shared/data'),
    },
    cache: { type: 'string', default: join(homedir(), '.cache/visage-training') },
    threads: { type: 'string', default: '2' },
    limit: { type: 'string' },
  },
});
const lfw = join(values.data, 'lfw');
if (!existsSync(join(lfw, 'faces.json'))) {
  console.log(`skipped: no data (${lfw}); set VISAGE_DATA`);
  process.exit(0);
}
mkdirSync(values.cache, { recursive: true });

const pairs = testPairs(lfw);
const unlabelled = join(values.data, 'utkface');
const faces = [
  ...lfwFaces(lfw, pairs),
  ...readdirSync(unlabelled)
    .filter((name) => name.endsWith('.jpg'))
    .map((name) => ({
      id: name,
      source: 'utkface',
      split: 'train',
      person: null,
      path: join(unlabelled, name),
    })),
].slice(0, values.limit ? Number(values.limit) : undefined);

const teachers = await openTeachers(values.cache, Number(values.threads));
const files = { crops: 'crops.u8', vectors: 'teacher.f32' };
const partial = (name) => join(values.cache, `${name}.partial`);
const crops = createWriteStream(partial(files.crops));
const vectors = createWriteStream(partial(files.vectors));
const kept = [];
const started = Date.now();
for (const [index, face] of faces.entries()) {
  const { data, info } = await sharp(face.path)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const photo = { data, width: info.width, height: info.height };
  const landmarks = face.landmarks ?? (await fivePoints(teachers, face.path, photo));
  if (!landmarks) continue;
  const view = alignFace(photo, landmarks, ARCFACE_112, 112);
  const vector = await embed(teachers.embedder, view);
  const outside = face.source === 'utkface' ? 'edge' : 'black';
  await write(crops, Buffer.from(alignFace(photo, landmarks, STUDENT_TEMPLATE, 112, outside)));
  await write(vectors, Buffer.from(vector.buffer));
  kept.push({ id: face.id, source: face.source, split: face.split, person: face.person });
  if (index % 500 === 0)
    console.log(`${index}/${faces.length} ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
for (const stream of [crops, vectors]) {
  stream.end();
  await once(stream, 'finish');
}
for (const name of Object.values(files)) renameSync(partial(name), join(values.cache, name));
writeFileSync(
  partial('faces.json'),
  JSON.stringify({ testFolds: TEST_FOLDS, testPairs: pairs, faces: kept }),
);
renameSync(partial('faces.json'), join(values.cache, 'faces.json'));
console.log(`${kept.length} of ${faces.length} faces prepared in ${values.cache}`);

async function write(stream, chunk) {
  if (!stream.write(chunk)) await once(stream, 'drain');
}
