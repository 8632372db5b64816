/**
 * @module Makes `models/<network>.golden.json`: landmarks of faces in public demo photos, and PyTorch's vectors of them.
 *
 *   node training/golden.mjs facenet training/runs/facenet/checkpoint.pt      (after `npx tsc -b`)
 *
 * The photos are those of the development dependency @vladmandic/face-api; only landmarks and vectors are kept. Crops are
 * cut by libs/vision itself, so the test that repeats them in TypeScript feeds the very same bytes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const built = (lib, name) => import(join(root, 'libs', lib, 'dist', `${name}.js`));
const [{ VisionEngine }, { decodePhoto }, { ImagePyramid }, { alignFace }, { templateOf }, { readPhoto }] =
  await Promise.all(
    ['vision.engine', 'photo.decode', 'image.pyramid', 'face.align', 'face.template', 'photo.source'].map(
      (name) => built('vision', name),
    ),
  );
const [{ loadManifest, findModel }, { resolveVisionModels }, { photoLimitsSchema }] = await Promise.all([
  built('models', 'model.manifest'),
  built('models', 'vision.models'),
  built('contracts', 'photo-error.contract'),
]);

const [name, checkpoint] = process.argv.slice(2);
if (!name || !checkpoint) {
  console.error('usage: node training/golden.mjs NETWORK CHECKPOINT');
  process.exit(2);
}
const golden = join(root, `models/${name}.golden.json`);
const demo = join(
  dirname(createRequire(join(root, 'package.json')).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const manifest = await loadManifest(join(root, 'models/manifest.json'));
const models = await resolveVisionModels(manifest, {
  modelsDir: join(root, 'models'),
  cacheDir: join(root, '.cache/models'),
});
const limits = photoLimitsSchema.parse({});
const engine = await VisionEngine.create({ models, limits });
const template = templateOf(findModel(manifest, name));
const faces = [];
const crops = [];
for (const photo of ['sample1.jpg', 'sample3.jpg', 'sample4.jpg']) {
  const path = join(demo, photo);
  const { image } = await decodePhoto(await readPhoto({ path }, limits), limits);
  for (const face of (await engine.analyse({ path }, {})).faces) {
    const landmarks = face.landmarks.map((point) => point.map((value) => Math.round(value * 10) / 10));
    crops.push(await alignFace(new ImagePyramid(image), landmarks, template));
    faces.push({ photo, landmarks });
  }
}
await engine.close();

const folder = mkdtempSync(join(tmpdir(), 'visage-golden-'));
try {
  writeFileSync(join(folder, 'crops.u8'), Buffer.concat(crops));
  writeFileSync(golden, JSON.stringify(faces));
  const script = join(root, 'training/faces/golden.py');
  execFileSync('/usr/bin/python3', [script, checkpoint, join(folder, 'crops.u8'), golden], {
    stdio: 'inherit',
  });
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${faces.length} golden faces in ${golden}`);
