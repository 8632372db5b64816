import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point } from '@visage/contracts/geometry.contract';
import type { AnalysedFace, PhotoAnalysis } from '@visage/contracts/photo-analysis.contract';
import { DEMO_PHOTOS, demoPhoto } from '../testing/demo.photos.js';
import { LIMITS, shippedModels } from '../testing/shipped.models.js';
import type { SelfieFace } from './vision.contract.js';
import { VisionEngine } from './vision.engine.js';

let engine: VisionEngine;
beforeAll(async () => {
  engine = await VisionEngine.create({ models: await shippedModels(), limits: LIMITS });
});
afterAll(async () => {
  await engine.close();
});

/** A likeness that strangers may have by chance. */
const STRANGERS = 0.25;

/** Every demo photo is analysed once for all tests. */
const analysed = new Map<number, Promise<PhotoAnalysis>>();
function analysedDemo(number: number): Promise<PhotoAnalysis> {
  const known = analysed.get(number) ?? engine.analyse({ path: demoPhoto(number).path }, { embed: true });
  analysed.set(number, known);
  return known;
}

/** A demo photo 640 pixels wide. */
function smallDemo(number: number): Promise<Buffer> {
  return sharp(demoPhoto(number).path).resize(640).jpeg({ quality: 80 }).toBuffer();
}

function contains([x, y, w, h]: AnalysedFace['box'], [px, py]: readonly [number, number]): boolean {
  return px > x && px < x + w && py > y && py < y + h;
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) throw new Error('There is no embedding.');
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** Faces sorted from left to right. */
function leftToRight({ faces }: PhotoAnalysis): AnalysedFace[] {
  return [...faces].sort((a, b) => a.box[0] - b.box[0]);
}

it('looks for no face where none is to be found, and draws the photo all the same', async () => {
  const analysis = await engine.analyse(
    { bytes: await smallDemo(1) },
    { withoutFaces: true, previewSize: 64, cropSize: 32, embed: true },
  );
  expect(analysis.faces).toEqual([]);
  expect(analysis.preview?.width).toBe(64);
});

describe('a photo in which somebody is blurred', () => {
  const GROUP = DEMO_PHOTOS.findIndex(({ faces }) => faces.length > 1) + 1;
  const order = { previewSize: 512, thumbnailSize: 128, takenAt: '2026-06-20T14:03:08+02:00' };

  it('shows them to nobody, at any size, and everybody else as before', async () => {
    const before = leftToRight(await analysedDemo(GROUP));
    const [hidden, ...others] = before;
    const faces = hidden ? [hidden.box] : [];
    const { jpeg, preview, thumbnail } = await engine.blur(
      { path: demoPhoto(GROUP).path },
      { ...order, faces },
    );
    for (const bytes of [jpeg, preview.webp]) {
      const after = leftToRight(await engine.analyse({ bytes }, { embed: true }));
      const likest = Math.max(0, ...after.map((face) => cosine(face.embedding, hidden?.embedding)));
      expect(likest).toBeLessThan(STRANGERS);
      for (const other of others)
        expect(Math.max(...after.map((face) => cosine(face.embedding, other.embedding)))).toBeGreaterThan(
          0.8,
        );
    }
    expect([Math.max(preview.width, preview.height), Math.max(thumbnail.width, thumbnail.height)]).toEqual([
      512, 128,
    ]);
  });

  it('is a JPEG of the same size that tells when it was taken, and nothing else', async () => {
    const { jpeg } = await engine.blur({ path: demoPhoto(GROUP).path }, { ...order, faces: [] });
    const { metadata, width, height } = await engine.analyse({ bytes: jpeg }, {});
    const { width: w, height: h } = DEMO_PHOTOS[GROUP - 1] ?? { width: 0, height: 0 };
    expect([width, height]).toEqual([w, h]);
    expect(metadata).toEqual({
      ...{ format: 'jpeg', orientation: 1, takenAt: '2026-06-20T14:03:08', takenFrom: 'exif' },
    });
    const undated = await engine.blur(
      { path: demoPhoto(GROUP).path },
      { ...order, faces: [], takenAt: undefined },
    );
    expect((await engine.analyse({ bytes: undated.jpeg }, {})).metadata.takenAt).toBeUndefined();
  });
});

describe('faces of real photos', () => {
  it.each(DEMO_PHOTOS)(
    'finds each person of $path once, and nobody else',
    async ({ path, width, height, faces }) => {
      const analysis = await analysedDemo(DEMO_PHOTOS.findIndex((photo) => photo.path === path) + 1);
      expect(analysis).toMatchObject({ width, height, metadata: { format: 'jpeg', orientation: 1 } });
      expect(analysis.faces).toHaveLength(faces.length);
      for (const face of faces) {
        const [found, ...others] = analysis.faces.filter(({ box }) => contains(box, face));
        expect(others).toEqual([]);
        expect(found?.box[3]).toBeGreaterThan(150);
        expect(found?.box[3]).toBeLessThan(400);
        expect(found?.quality).toBeGreaterThan(0.6);
        expect(found?.aligned).toHaveLength(112 * 112 * 3);
        expect(found?.crop).toBeUndefined();
      }
    },
  );

  it('sees eyes above the nose above the mouth, the person’s right side first', async () => {
    const { faces } = await analysedDemo(6);
    expect(faces).toHaveLength(4);
    for (const { landmarks, box } of faces) {
      const [eyeA, eyeB, nose, mouthA, mouthB] = landmarks;
      expect(eyeA[0]).toBeLessThan(eyeB[0]);
      expect(mouthA[0]).toBeLessThan(mouthB[0]);
      expect(nose[1]).toBeGreaterThan((eyeA[1] + eyeB[1]) / 2);
      expect(nose[1]).toBeLessThan((mouthA[1] + mouthB[1]) / 2);
      for (const point of landmarks) expect(contains(box, point)).toBe(true);
    }
  });

  it.each([
    [90, 1],
    [180, 2],
  ])(
    'finds the same people in a photo turned by %d degrees, each eye on its side',
    async (angle, quarters) => {
      const small = await smallDemo(6);
      const upright = await engine.analyse({ bytes: small }, { embed: true });
      const turned = await engine.analyse(
        { bytes: await sharp(small).rotate(angle).png().toBuffer() },
        { embed: true },
      );
      expect([turned.width, turned.height]).toEqual(
        quarters === 1 ? [upright.height, upright.width] : [upright.width, upright.height],
      );
      expect(turned.faces).toHaveLength(upright.faces.length);
      const back = ([x, y]: Point): Point =>
        quarters === 1 ? [y, turned.width - x] : [turned.width - x, turned.height - y];
      for (const face of upright.faces) {
        const same = turned.faces.find(({ box: [x, y, w, h] }) =>
          contains(face.box, back([x + w / 2, y + h / 2])),
        );
        const eyes = Math.hypot(
          face.landmarks[1][0] - face.landmarks[0][0],
          face.landmarks[1][1] - face.landmarks[0][1],
        );
        face.landmarks.forEach(([x, y], i) => {
          const [bx, by] = back(same?.landmarks[i] ?? [NaN, NaN]);
          expect(Math.hypot(bx - x, by - y), `landmark ${i}`).toBeLessThan(eyes * 0.15);
        });
        expect(cosine(same?.embedding, face.embedding)).toBeGreaterThan(0.9);
      }
    },
  );

  it('finds nobody where there is nobody', async () => {
    const noise = {
      width: 300,
      height: 300,
      channels: 3,
      background: '#789',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    } as const;
    const circles = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">${Array.from(
      { length: 40 },
      (_, i) =>
        `<circle cx="${(i * 137) % 300}" cy="${(i * 71) % 300}" r="${5 + i}" fill="hsl(${i * 9},60%,50%)"/>`,
    ).join('')}</svg>`;
    const wall = sharp({ create: { width: 750, height: 300, channels: 3, background: '#789' } });
    const picture = wall.composite([
      { input: await sharp({ create: noise }).png().toBuffer(), left: 0, top: 0 },
      { input: Buffer.from(circles), left: 300, top: 0 },
    ]);
    expect((await engine.analyse({ bytes: await picture.png().toBuffer() }, {})).faces).toEqual([]);
  });

  it('gives positions in pixels of the file, although a photo this large is processed at a smaller size', async () => {
    const wall = sharp({ create: { width: 8000, height: 3200, channels: 3, background: '#789' } });
    const bytes = await wall
      .composite([{ input: demoPhoto(1).path, left: 5000, top: 1500 }])
      .jpeg()
      .toBuffer();
    const { width, height, faces } = await engine.analyse({ bytes }, {});
    expect([width, height, faces.length]).toEqual([8000, 3200, 3]);
    const known = (await analysedDemo(1)).faces;
    for (const {
      box: [x, y, w, h],
      landmarks,
    } of known) {
      const found = faces.find(({ box }) => contains(box, [5000 + x + w / 2, 1500 + y + h / 2]));
      expect(Math.abs((found?.box[2] ?? NaN) - w)).toBeLessThan(w * 0.1);
      landmarks.forEach(([px, py], i) => {
        const [fx, fy] = found?.landmarks[i] ?? [NaN, NaN];
        expect(Math.hypot(fx - 5000 - px, fy - 1500 - py)).toBeLessThan(w * 0.05);
      });
    }
  });

  it('copes with a photo of a single pixel', async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await engine.analyse({ bytes }, { previewSize: 100, embed: true })).toMatchObject({
      width: 1,
      height: 1,
      faces: [],
    });
  });

  it('finds a face that fills the frame', async () => {
    const bytes = await sharp(demoPhoto(1).path)
      .extract({ left: 1440, top: 180, width: 260, height: 280 })
      .jpeg()
      .toBuffer();
    expect((await engine.analyse({ bytes }, {})).faces).toHaveLength(1);
  });
});

describe('embeddings', () => {
  it('are the same numbers every time, even in another engine', async () => {
    const input = { bytes: await smallDemo(1) };
    const other = await VisionEngine.create({ models: await shippedModels(), limits: LIMITS });
    const [first, second] = [
      await engine.analyse(input, { embed: true }),
      await other.analyse(input, { embed: true }),
    ];
    await other.close();
    expect(first.faces).toHaveLength(3);
    expect(second).toEqual(first);
    const alone = await engine.embed(first.faces.map(({ aligned }) => aligned));
    expect(alone).toEqual(first.faces.map(({ embedding }) => ({ embedding })));
    for (const { embedding } of alone) expect(cosine(embedding, embedding)).toBeCloseTo(1, 5);
  });

  it('stay with the person when the photo is a third of the size, and tell people apart', async () => {
    const { embedder } = await shippedModels();
    const threshold = embedder.threshold ?? Number.NaN;
    const large = leftToRight(await analysedDemo(6));
    const small = leftToRight(await engine.analyse({ bytes: await smallDemo(6) }, { embed: true }));
    expect(small).toHaveLength(large.length);
    large.forEach((face, i) => {
      small.forEach((other, j) => {
        const similarity = cosine(face.embedding, other.embedding);
        if (i === j) expect(similarity).toBeGreaterThan(0.8);
        else expect(similarity).toBeLessThan(threshold);
      });
    });
  });

  it('are refused for pixels of another size than the template', async () => {
    await expect(engine.embed([new Uint8Array(100)])).rejects.toThrow(/112x112/);
  });
});

describe('what is asked for besides faces', () => {
  it('gives preview, thumbnail and crops in the sizes asked for, without any metadata', async () => {
    const bytes = await sharp(demoPhoto(2).path)
      .resize(960)
      .withExif({
        IFD0: { Make: 'Maker' },
        IFD3: {
          ...{ GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1' },
          ...{ GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
        },
      })
      .jpeg()
      .toBuffer();
    const analysis = await engine.analyse(
      { bytes },
      { previewSize: 800, thumbnailSize: 200, cropSize: 160, blanks: true },
    );
    const { blanks } = analysis.metadata;
    expect(analysis.metadata.location?.latitude).toBeCloseTo(52.52);
    const blanked = new Uint8Array(bytes);
    const patches = blanks && 'patches' in blanks ? blanks.patches : [];
    for (const { start, bytes: over } of patches) blanked.set(over, start);
    const told = await engine.describe({ bytes: blanked }, {});
    expect([told.camera, told.location]).toEqual(['Maker', undefined]);
    expect(await engine.describe({ bytes }, {})).toMatchObject({ camera: 'Maker', blanks });
    expect(analysis.metadata.camera).toBe('Maker');
    expect(analysis.preview).toMatchObject({ width: 800, height: 570 });
    for (const { embedding } of analysis.faces) expect(embedding).toBeUndefined();
    expect(analysis.thumbnail).toMatchObject({ width: 200 });
    const pictures = [analysis.preview?.webp, ...analysis.faces.map(({ crop }) => crop)];
    expect(pictures).toHaveLength(4);
    for (const picture of pictures) {
      const header = await sharp(picture ?? new Uint8Array(0)).metadata();
      expect(header.format).toBe('webp');
      expect(header.exif).toBeUndefined();
    }
    expect(await sharp(analysis.faces[0]?.crop ?? new Uint8Array(0)).metadata()).toMatchObject({
      width: 160,
      height: 160,
    });
  });
});

describe('a selfie', () => {
  /** Somebody of demo photo 3, alone. */
  const alone = (): Sharp =>
    sharp(demoPhoto(3).path).extract({ left: 480, top: 180, width: 460, height: 520 });
  /** Somebody of demo photo 1, alone, so many pixels wide. */
  const friend = (width: number): Promise<Buffer> =>
    sharp(demoPhoto(1).path)
      .extract({ left: 1400, top: 100, width: 380, height: 400 })
      .resize(width)
      .toBuffer();
  const withFriend = async (width: number): Promise<Buffer> =>
    alone()
      .extend({ right: 400, background: '#caa' })
      .composite([{ input: await friend(width), left: 460, top: 0 }])
      .jpeg({ quality: 95 })
      .toBuffer();
  const likeness = async (face: SelfieFace | undefined, demo: number, place: number): Promise<number> =>
    cosine(face?.embedding, leftToRight(await analysedDemo(demo))[place]?.embedding);

  it('shows both who lean in, each with a picture of their own, the larger face first', async () => {
    const { width, height, faces } = await engine.selfie(await withFriend(360));
    expect([width, height, faces.length]).toEqual([860, 520, 2]);
    const [self, other] = faces;
    expect(await likeness(self, 3, 0)).toBeGreaterThan(0.8);
    expect(await likeness(other, 1, 2)).toBeGreaterThan(0.8);
    expect(faces.map(({ fault }) => fault)).toEqual([null, null]);
    for (const { crop } of faces)
      expect(await sharp(crop).metadata()).toMatchObject({ format: 'webp', width: 160, height: 160 });
  });

  it('does not show a stranger far behind', async () => {
    const bytes = await withFriend(90);
    expect((await engine.analyse({ bytes }, {})).faces).toHaveLength(2);
    const { faces } = await engine.selfie(bytes);
    expect(faces).toHaveLength(1);
    expect(await likeness(faces[0], 3, 0)).toBeGreaterThan(0.8);
  });

  const LYING: readonly [string, (upright: Sharp) => Sharp][] = [
    ['on its right side', (upright) => upright.rotate(90)],
    ['on its head', (upright) => upright.rotate(180)],
    ['on its left side', (upright) => upright.rotate(270)],
    ['upright, but said to lie', (upright) => upright.withMetadata({ orientation: 6 })],
  ];
  it.each(LYING)('is looked at from every side: %s', async (_, laid) => {
    const small = sharp(await alone().resize(240).png().toBuffer());
    const { faces } = await engine.selfie(await laid(small).jpeg({ quality: 95 }).toBuffer());
    expect(faces).toHaveLength(1);
    expect(await likeness(faces[0], 3, 0)).toBeGreaterThan(0.8);
  });

  it.each([
    ['#cca', null],
    ['#0a0a0a', 'too-dark'],
    ['#f5f5f5', 'too-bright'],
  ])('of a wall in %s shows nobody, and says %s', async (background, fault) => {
    const wall = sharp({ create: { width: 120, height: 160, channels: 3, background } });
    expect(await engine.selfie(await wall.jpeg().toBuffer())).toMatchObject({ faces: [], fault });
  });
});
