import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { landmarksSchema } from '@visage/contracts/geometry.contract';
import { alignFace } from './face.align.js';
import { embedFaces } from './face.embed.js';
import { templateOf } from './face.template.js';
import { ImagePyramid } from './image.pyramid.js';
import { onlyOutput, OnnxModel, outputNamed } from './onnx.model.js';
import { decodePhoto } from './photo.decode.js';
import { DEMO_PHOTOS } from './testing/demo.photos.js';
import { LIMITS, shippedModels } from './testing/shipped.models.js';

/** Landmarks of faces in the demo photos and what PyTorch answered for them (`training/golden.mjs`). */
const goldenSchema = z.array(z.object({ photo: z.string(), landmarks: landmarksSchema, vector: z.array(z.number()).length(128) }));

function readGolden(name: string): z.infer<typeof goldenSchema> {
  const path = fileURLToPath(new URL(`../../../models/${name}.golden.json`, import.meta.url));
  return goldenSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

describe.each(['facenet', 'snn'])('%s on ONNX Runtime', (name) => {
  const golden = readGolden(name);
  let network: OnnxModel;
  beforeAll(async () => {
    network = await OnnxModel.open((await shippedModels({ embedder: name })).embedder);
  });
  afterAll(async () => {
    await network.close();
  });

  it.each([...new Set(golden.map(({ photo }) => photo))])('answers as PyTorch did on the faces of %s', async (photo) => {
    const path = DEMO_PHOTOS.find((demo) => demo.path.endsWith(photo))?.path;
    if (path === undefined) throw new Error(`There is no demo photo ${photo}.`);
    const pyramid = new ImagePyramid((await decodePhoto(readFileSync(path), LIMITS)).image);
    const faces = golden.filter((face) => face.photo === photo);
    expect(faces.length).toBeGreaterThan(2);
    for (const { landmarks, vector } of faces) {
      const outputs = await network.run(await alignFace(pyramid, landmarks, templateOf(network.model)));
      const { embedding } = network.model;
      const answer = embedding === undefined ? onlyOutput(outputs) : outputNamed(outputs, embedding);
      expect(answer).toHaveLength(vector.length);
      const worst = vector.reduce((most, value, i) => Math.max(most, Math.abs(value - (answer[i] ?? NaN))), 0);
      expect(worst).toBeLessThan(1e-3);
    }
  });

  it('answers for many faces at once what it answers for each alone', async () => {
    const { width, height } = network.model.input;
    const face = (n: number): Uint8Array => Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * (n + 3)) % 251);
    const faces = Array.from({ length: 11 }, (_, n) => face(n)); // more than one batch
    const together = await embedFaces(network, faces);
    expect(together).toHaveLength(11);
    for (const [n, pixels] of faces.entries()) {
      const [alone] = await embedFaces(network, [pixels]);
      const worst = alone?.reduce((most, value, i) => Math.max(most, Math.abs(value - (together[n]?.[i] ?? NaN))), 0);
      expect(worst).toBeLessThan(1e-5);
    }
  });
});
