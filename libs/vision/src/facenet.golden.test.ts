import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { landmarksSchema } from '@visage/contracts/geometry.contract';
import { alignFace } from './face.align.js';
import { templateOf } from './face.template.js';
import { ImagePyramid } from './image.pyramid.js';
import { onlyOutput, OnnxModel } from './onnx.model.js';
import { decodePhoto } from './photo.decode.js';
import { DEMO_PHOTOS } from './testing/demo.photos.js';
import { LIMITS, shippedModels } from './testing/shipped.models.js';

/** Landmarks of faces in the demo photos and what PyTorch answered for them (`training/golden.mjs`). */
const golden = z
  .array(z.object({ photo: z.string(), landmarks: landmarksSchema, vector: z.array(z.number()).length(128) }))
  .parse(JSON.parse(readFileSync(fileURLToPath(new URL('../../../models/facenet.golden.json', import.meta.url)), 'utf8')));

let facenet: OnnxModel;
beforeAll(async () => {
  facenet = await OnnxModel.open((await shippedModels({ embedder: 'facenet' })).embedder);
});
afterAll(async () => {
  await facenet.close();
});

describe('FaceNet on ONNX Runtime', () => {
  it.each([...new Set(golden.map(({ photo }) => photo))])('answers as PyTorch did on the faces of %s', async (photo) => {
    const path = DEMO_PHOTOS.find((demo) => demo.path.endsWith(photo))?.path;
    if (path === undefined) throw new Error(`There is no demo photo ${photo}.`);
    const pyramid = new ImagePyramid((await decodePhoto(readFileSync(path), LIMITS)).image);
    const faces = golden.filter((face) => face.photo === photo);
    expect(faces.length).toBeGreaterThan(2);
    for (const { landmarks, vector } of faces) {
      const answer = onlyOutput(await facenet.run(alignFace(pyramid, landmarks, templateOf(facenet.model))));
      expect(answer).toHaveLength(vector.length);
      const worst = vector.reduce((most, value, i) => Math.max(most, Math.abs(value - (answer[i] ?? NaN))), 0);
      expect(worst).toBeLessThan(1e-3);
    }
  });
});
