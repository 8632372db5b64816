import { describe, expect, it } from 'vitest';
import type { Landmarks, Point } from '@visage/contracts/geometry.contract';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { applyAffine, type Affine } from '../image/affine.matrix.js';
import { alignFace } from './face.align.js';
import { templateOf } from './face.template.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import type { RgbImage } from '../image/rgb.image.js';

const EMBEDDER: ModelEntry = {
  name: 'an-embedder',
  role: 'embedder',
  version: '1',
  input: { width: 112, height: 112, order: 'rgb', mean: [0], scale: [1] },
  alignment: 'arcface-112',
  dimensions: 2,
  output: '',
  bytes: 1,
  sha256: '0'.repeat(64),
  licence: 'MIT',
  homepage: '',
  sources: [{ kind: 'repository', file: 'none.onnx' }],
};
const TEMPLATE = templateOf(EMBEDDER);

/** A picture whose colours encode each pixel's position: smooth waves, bilinear to within a grey step or two. */
function waves(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      data.set(colour(x + 0.5, y + 0.5).map(Math.round), (y * width + x) * 3);
  }
  return { width, height, data };
}

function faceColour(x: number, y: number): [number, number, number] {
  return [128 + 90 * Math.sin(x / 15), 128 + 90 * Math.sin(y / 15), 128 + 90 * Math.sin((x + y) / 20)];
}

function placed(map: Affine): Landmarks {
  const [a, b, c, d, e] = TEMPLATE.landmarks;
  const at = (point: Point): Point => applyAffine(map, point);
  return [at(a), at(b), at(c), at(d), at(e)];
}

function worstDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? 0))), 0);
}

describe('aligning a face', () => {
  it('passes on a face that is already aligned, bit for bit', async () => {
    const photo = waves(112, 112, faceColour);
    expect(
      worstDifference(await alignFace(new ImagePyramid(photo), TEMPLATE.landmarks, TEMPLATE), photo.data),
    ).toBe(0);
  });

  it('cuts out a face that is only shifted by whole pixels bit for bit', async () => {
    const photo = waves(200, 180, (x, y) => faceColour(x - 31, y - 22));
    const aligned = await alignFace(
      new ImagePyramid(photo),
      placed({ a: 1, b: 0, tx: 31, c: 0, d: 1, ty: 22 }),
      TEMPLATE,
    );
    expect(worstDifference(aligned, waves(112, 112, faceColour).data)).toBe(0);
  });

  it.each([
    { turn: 0.5, scale: 1.5 },
    { turn: -1.2, scale: 2.6 },
    { turn: Math.PI, scale: 0.8 },
    { turn: 0.1, scale: 5.3 },
  ])('turns a face by $turn upright from $scale times its size', async ({ turn, scale }) => {
    const a = scale * Math.cos(turn);
    const c = scale * Math.sin(turn);
    const side = Math.ceil(112 * scale * 1.5);
    const toPhoto: Affine = {
      a,
      b: -c,
      tx: side / 2 - 56 * (a - c),
      c,
      d: a,
      ty: side / 2 - 56 * (a + c),
    };
    const photo = waves(side, side, (x, y) => {
      const [dx, dy] = [x - toPhoto.tx, y - toPhoto.ty];
      return faceColour((a * dx + c * dy) / scale ** 2, (a * dy - c * dx) / scale ** 2);
    });
    const aligned = await alignFace(new ImagePyramid(photo), placed(toPhoto), TEMPLATE);
    expect(worstDifference(aligned, waves(112, 112, faceColour).data)).toBeLessThanOrEqual(3);
  });

  it('fills what lies outside the photo with black', async () => {
    const photo = waves(112, 112, () => [200, 200, 200]);
    const aligned = await alignFace(
      new ImagePyramid(photo),
      placed({ a: 1, b: 0, tx: -40, c: 0, d: 1, ty: 0 }),
      TEMPLATE,
    );
    expect([...aligned.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...aligned.subarray(111 * 3, 112 * 3)]).toEqual([200, 200, 200]);
  });

  it('refuses an embedder whose input is not the template it names', () => {
    const wrong = { ...EMBEDDER, input: { ...EMBEDDER.input, width: 96, height: 96 } };
    expect(() => templateOf(wrong)).toThrow(/96x96, not arcface-112/);
  });

  it('knows a template for each name, with the same view of the face at its size, and refuses a model without one', () => {
    const small = templateOf({
      ...EMBEDDER,
      alignment: 'facenet-96',
      input: { ...EMBEDDER.input, width: 96, height: 96 },
    });
    expect(small.size).toBe(96);
    small.landmarks.forEach(([x, y], i) => {
      const [wide = NaN, high = NaN] = TEMPLATE.landmarks[i] ?? [];
      expect([x / 96, y / 96]).toEqual([expect.closeTo(wide / 112, 9), expect.closeTo(high / 112, 9)]);
    });
    const tall = { ...EMBEDDER, input: { ...EMBEDDER.input, height: 96 } };
    expect(() => templateOf(tall)).toThrow(/112x96, not arcface-112/);
    const { alignment: _, ...nameless } = EMBEDDER;
    expect(() => templateOf(nameless)).toThrow(/names no alignment for model/);
  });
});
