import { describe, expect, it } from 'vitest';
import { applyAffine } from '../image/affine.matrix.js';
import { findLandmarks, type FaceLandmarks } from './face.landmarks.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import {
  drawFaces,
  MADE_POINTS,
  madeLandmarks,
  placeOf,
  scriptedNetwork,
  type MadeFace,
  type MadeNetwork,
} from '../testing/made.networks.js';

async function landmarksOf(face: MadeFace): Promise<FaceLandmarks & { network: MadeNetwork }> {
  const network = madeLandmarks([face]);
  const {
    centre: [x, y],
    side,
  } = face;
  const photo = new ImagePyramid(drawFaces(400, 300, [face]));
  return { ...(await findLandmarks(network, photo, [x - side / 2, y - side / 2, side, side])), network };
}

describe('landmarks of a face', () => {
  it.each([0, 0.05, -0.4, 1, Math.PI / 2, 3])(
    'are where they are in the photo, turned by %f',
    async (turn) => {
      const face: MadeFace = { centre: [210, 140], side: 90, turn };
      const { points, five, disagreement } = await landmarksOf(face);
      expect(points).toHaveLength(68);
      MADE_POINTS.forEach((point, i) => {
        const [x, y] = applyAffine(placeOf(face), point);
        expect(
          Math.hypot((points[i]?.[0] ?? NaN) - x, (points[i]?.[1] ?? NaN) - y),
          `point ${i}`,
        ).toBeLessThan(1.5);
      });
      [
        [0.3, 0.4],
        [0.7, 0.4],
        [0.5, 0.6],
        [0.34, 0.76],
        [0.66, 0.76],
      ].forEach(([u = 0, v = 0], i) => {
        const [x, y] = applyAffine(placeOf(face), [u, v]);
        expect(Math.hypot((five[i]?.[0] ?? NaN) - x, (five[i]?.[1] ?? NaN) - y)).toBeLessThan(1.5);
      });
      expect(disagreement).toBeLessThan(0.02);
    },
  );

  it('are measured again with the face turned upright from 0.12 radians on', async () => {
    for (const [turn, views] of [
      [0.1, 6],
      [-0.1, 6],
      [0.14, 12],
      [-0.14, 12],
      [2, 12],
    ] as const) {
      const { network } = await landmarksOf({ centre: [200, 150], side: 90, turn });
      expect(network.turns).toHaveLength(views);
      for (const [seen = NaN] of network.turns.slice(6)) expect(Math.abs(seen)).toBeLessThan(0.03);
    }
  });

  it('are measured in six views, half of them mirrored, slightly larger and slightly shifted', async () => {
    const network = scriptedNetwork([{ points: MADE_POINTS.flat() }], 64, 64);
    const data = new Uint8Array(200 * 200 * 3);
    for (let i = 0; i < 200 * 200; i += 1) data.set([i % 200, Math.floor(i / 200), 0], i * 3);
    await findLandmarks(network, new ImagePyramid({ width: 200, height: 200, data }), [60, 80, 60, 64]); // the longer side counts
    expect(network.pictures.map(({ mirrored }) => mirrored)).toEqual([false, true, false, true, false, true]);
    const corners = network.pictures.map(({ pixels }) => [
      pixels[0],
      pixels[1],
      pixels[63 * 3],
      pixels[63 * 64 * 3 + 1],
    ]);
    const view = (scale: number, dx: number, dy: number): unknown[] => {
      const half = (64 * scale * 63) / 64 / 2;
      const [x, y] = [89.5 + dx * 64, 111.5 + dy * 64];
      return [x - half, y - half, x + half, y + half].map((value) => expect.closeTo(value, -0.3) as number);
    };
    expect(corners).toEqual([
      view(1.1, 0, 0),
      view(1.1, 0, 0),
      view(1, 0, 0.03),
      view(1.2, 0, 0),
      view(1.1, 0.04, 0),
      view(1.1, -0.04, 0),
    ]);
  });

  it('disagree as much as the views do, in eye distances', async () => {
    for (const disagreement of [0.05, 0.2]) {
      const found = await landmarksOf({
        centre: [200, 150],
        side: 90,
        turn: 0,
        disagreement: () => disagreement,
      });
      expect(found.disagreement).toBeCloseTo(disagreement, 1.7);
    }
  });

  it('of a pattern without eyes disagree beyond all measure, yet are still numbers', async () => {
    const network = scriptedNetwork(
      [{ points: new Array<number>(136).fill(0.5) }, { points: new Array<number>(136).fill(0.25) }],
      64,
      64,
    );
    const { disagreement, five } = await findLandmarks(
      network,
      new ImagePyramid(drawFaces(100, 100, [])),
      [20, 20, 50, 50],
    );
    expect(Number.isFinite(disagreement)).toBe(true);
    expect(disagreement).toBeGreaterThan(1);
    expect(five.flat().every(Number.isFinite)).toBe(true);
  });
});
