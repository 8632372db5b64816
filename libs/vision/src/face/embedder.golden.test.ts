import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { landmarksSchema } from '@visage/contracts/geometry.contract';
import { alignFace } from './face.align.js';
import { embedFaces, normalise } from './face.embed.js';
import { FaceEmbedders } from './face.embedders.js';
import { templateOf } from './face.template.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import { NetworkGate } from '../network/network.gate.js';
import { onlyOutput, OnnxModel, outputNamed } from '../network/onnx.model.js';
import { decodePhoto } from '../photo/photo.decode.js';
import { DEMO_PHOTOS } from '../testing/demo.photos.js';
import { LIMITS, shippedModels } from '../testing/shipped.models.js';

/** Landmarks of faces in the demo photos and the embeddings PyTorch computed for them (`training/golden.mjs`). */
const goldenSchema = z.array(
  z.object({ photo: z.string(), landmarks: landmarksSchema, vector: z.array(z.number()).length(128) }),
);

function readGolden(name: string): z.infer<typeof goldenSchema> {
  const path = fileURLToPath(new URL(`../../../../models/${name}.golden.json`, import.meta.url));
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

  it.each([...new Set(golden.map(({ photo }) => photo))])(
    'answers as PyTorch did on the faces of %s',
    async (photo) => {
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
        const worst = vector.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (answer[i] ?? NaN))),
          0,
        );
        expect(worst).toBeLessThan(1e-3);
      }
    },
  );

  it('answers for many faces at once as it does for each alone', async () => {
    const { width, height } = network.model.input;
    const face = (n: number): Uint8Array =>
      Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * (n + 3)) % 251);
    const faces = Array.from({ length: 11 }, (_, n) => face(n)); // more than one batch
    const together = await embedFaces(network, faces);
    expect(together).toHaveLength(11);
    for (const [n, pixels] of faces.entries()) {
      const [alone] = await embedFaces(network, [pixels]);
      const worst = alone?.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (together[n]?.[i] ?? NaN))),
        0,
      );
      expect(worst).toBeLessThan(1e-5);
    }
  });

  it('answers with the mean of a face and its mirror image, and with as many numbers as the manifest says', async () => {
    const { width, height } = network.model.input;
    const face = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 251);
    const answer = (outputs: ReadonlyMap<string, Float32Array>): Float32Array =>
      Float32Array.from(
        network.model.embedding === undefined
          ? onlyOutput(outputs)
          : outputNamed(outputs, network.model.embedding),
      );
    const [plain, mirrored] = [answer(await network.run(face)), answer(await network.run(face, true))];
    expect(plain).not.toEqual(mirrored);
    const mean = normalise(
      plain.map((value, i) => value + (mirrored[i] ?? NaN)),
      name,
    );
    const [found] = await embedFaces(network, [face]);
    mean.forEach((value, i) => expect(found?.[i]).toBeCloseTo(value, 5));
    await expect(network.run(face.subarray(3))).rejects.toThrow(
      `${width}x${height} RGB pixels, not ${face.length - 3} bytes`,
    );
    await expect(network.runAll([{ pixels: face }, { pixels: new Uint8Array(1) }])).rejects.toThrow(
      RangeError,
    );
    expect(await embedFaces(network, [])).toEqual([]);
    const wrong = Object.assign(Object.create(network) as OnnxModel, {
      model: { ...network.model, dimensions: 127 },
    });
    await expect(embedFaces(wrong, [face])).rejects.toThrow('returned 128 numbers; the manifest says 127');
    const plainOnly = Object.assign(Object.create(network) as OnnxModel, {
      model: { ...network.model, mirror: false },
    });
    const [alone] = await embedFaces(plainOnly, [face]);
    normalise(plain, name).forEach((value, i) => expect(alone?.[i]).toBeCloseTo(value, 5));
  });
});

describe('two networks that faces are compared by', () => {
  it('see the same face, each in its own template, and the second is asked only if there is one', async () => {
    const { embedder, secondEmbedder: second } = await shippedModels({ secondEmbedder: 'facenet' });
    if (second === undefined) throw new Error('The second network was not chosen.');
    const gate = new NetworkGate();
    const [alone, both, other] = [
      await FaceEmbedders.open({ embedder }, gate),
      await FaceEmbedders.open({ embedder, secondEmbedder: second }, gate),
      await OnnxModel.open(second),
    ];
    const path = DEMO_PHOTOS[0]?.path ?? '';
    const pyramid = new ImagePyramid((await decodePhoto(readFileSync(path), LIMITS)).image);
    const faces = readGolden('facenet')
      .filter((face) => path.endsWith(face.photo))
      .slice(0, 2);
    const aligned = await Promise.all(
      faces.map(({ landmarks }) => alignFace(pyramid, landmarks, both.template)),
    );
    const found = await both.embed(aligned);
    expect((await alone.embed(aligned)).map((face) => ({ ...face }))).toEqual(
      found.map(({ embedding }) => ({ embedding })),
    );
    const direct = await embedFaces(
      other,
      await Promise.all(faces.map(({ landmarks }) => alignFace(pyramid, landmarks, templateOf(second)))),
    );
    const cosine = (a: Float32Array = new Float32Array(0), b: Float32Array = a): number =>
      a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
    found.forEach((face, i) => expect(cosine(face.secondEmbedding, direct[i])).toBeGreaterThan(0.97));
    expect(found).toHaveLength(2);
    await Promise.all([alone.close(), both.close(), other.close()]);
    // a shut gate lets no network run
    const shut = await OnnxModel.open(second, gate);
    await gate.shut();
    const side = second.input.width;
    await expect(shut.run(new Uint8Array(side * side * 3))).rejects.toThrow('being ended');
    await shut.close();
  });
});
