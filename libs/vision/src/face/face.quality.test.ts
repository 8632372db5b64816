import { describe, expect, it } from 'vitest';
import type { Landmarks } from '@visage/contracts/geometry.contract';
import { judgeQuality, overallQuality, type FaceQuality } from './face.quality.js';

const SIDE = 40;
const FRONTAL: Landmarks = [
  [10, 10],
  [30, 10],
  [20, 20],
  [13, 30],
  [27, 30],
];

function picture(colour: (x: number, y: number) => number | [number, number, number]): Uint8Array {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    const value = colour(i % SIDE, Math.floor(i / SIDE));
    data.set(typeof value === 'number' ? [value, value, value] : value, i * 3);
  }
  return data;
}

/** Waves of the given length in pixels around a grey. */
const waves = (length: number, middle = 128, height = 60): Uint8Array =>
  picture((x, y) =>
    Math.round(
      middle + (height / 2) * (Math.sin((2 * Math.PI * x) / length) + Math.sin((2 * Math.PI * y) / length)),
    ),
  );

const judge = (aligned: Uint8Array, landmarks = FRONTAL): FaceQuality =>
  judgeQuality([0, 0, 80, 80], landmarks, aligned);

describe('the quality of a face', () => {
  it('grows with its size from 12 to 72 pixels', () => {
    const size = (width: number, height: number): number =>
      judgeQuality([9, 9, width, height], FRONTAL, waves(8)).size;
    expect([size(12, 12), size(11, 11), size(1, 1), size(72, 72), size(500, 500)]).toEqual([0, 0, 0, 1, 1]);
    expect(size(42, 42)).toBeCloseTo(0.5, 9);
    expect(size(21, 84)).toBeCloseTo(0.5, 9); // by its area
  });

  it('falls with a turn to either side, and not with a tilt', () => {
    const pose = (
      nose: number,
      landmarks: Landmarks = [
        [10, 10],
        [30, 10],
        [20 + nose, 20],
        [13, 30],
        [27, 30],
      ],
    ): number => judge(waves(8), landmarks).pose;
    expect([pose(0), pose(2.9), pose(-2.9)]).toEqual([1, 1, 1]);
    expect(pose(10.5)).toBeCloseTo(0.5, 9); // 0.525 of the distance from eyes to mouth
    expect(pose(-10.5)).toBeCloseTo(0.5, 9);
    expect([pose(18), pose(25)]).toEqual([0, 0]);
    const turned = (angle: number): Landmarks => {
      const at = ([x, y]: readonly [number, number]): [number, number] => [
        x * Math.cos(angle) - y * Math.sin(angle),
        x * Math.sin(angle) + y * Math.cos(angle),
      ];
      return [at([10, 10]), at([30, 10]), at([30.5, 20]), at([13, 30]), at([27, 30])];
    };
    for (const angle of [0.5, 2, -1.3]) expect(pose(0, turned(angle))).toBeCloseTo(0.5, 9);
    const twice = turned(0.5).map(([x, y]): [number, number] => [2 * x, 2 * y]) as Landmarks;
    expect(pose(0, twice)).toBeCloseTo(0.5, 9); // whatever its size
    expect(
      pose(0, [
        [5, 5],
        [5, 5],
        [5, 5],
        [5, 5],
        [5, 5],
      ]),
    ).toBe(0);
  });

  it('is zero in the dark, in glaring light and on a flat picture', () => {
    const exposure = (middle: number, height = 40): number => judge(waves(8, middle, height)).exposure;
    // waves of 20 around the middle: a deviation of 20 counts fully
    expect(judge(picture((x) => (x % 2 === 0 ? 105 : 145))).exposure).toBeCloseTo(1, 6);
    expect(judge(picture((x) => (x % 2 === 0 ? 117 : 141))).exposure).toBeCloseTo(0.5, 2); // 12 on the ramp from 4 to 20
    expect([
      judge(picture(() => 128)).exposure,
      judge(picture((x) => (x % 2 === 0 ? 126 : 133))).exposure,
    ]).toEqual([0, 0]);
    const alternating = (middle: number, by: number): Uint8Array =>
      picture((x) => middle + (x % 2 === 0 ? by : -by));
    expect(judge(alternating(31, 25)).exposure).toBeCloseTo(0.5, 2); // a mean of 31 between 12 and 50
    expect(judge(alternating(11, 11)).exposure).toBe(0);
    expect(judge(alternating(50, 30)).exposure).toBeCloseTo(1, 6);
    expect(judge(alternating(232, 22)).exposure).toBeCloseTo(18 / 35, 2); // between 250 and 215
    expect(judge(alternating(215, 22)).exposure).toBeCloseTo(1, 6);
    expect(exposure(128)).toBeGreaterThan(0.9);
  });

  it('weighs colours by the brightness people see', () => {
    const bright = (colour: [number, number, number]): number =>
      judge(picture((x, y) => ((x + y) % 2 === 0 ? colour : [0, 0, 0]))).exposure;
    const mean = (r: number, g: number, b: number): number => (0.299 * r + 0.587 * g + 0.114 * b) / 2;
    for (const colour of [
      [150, 0, 0],
      [0, 80, 0],
      [0, 0, 255],
      [60, 30, 40],
    ] as [number, number, number][]) {
      const middle = mean(...colour);
      const wanted =
        Math.min(1, Math.max(0, (middle - 12) / 38)) * Math.min(1, Math.max(0, (middle - 4) / 16));
      expect(bright(colour)).toBeCloseTo(wanted, 3);
    }
  });

  it('falls as the picture gets softer', () => {
    const sharpness = (length: number): number => judge(waves(length)).sharpness;
    // the Laplacian of a wave is 2 - 2 cos(2 pi / length) times it
    const wanted = (length: number): number =>
      (Math.log2(1 + 1000 * (2 - 2 * Math.cos((2 * Math.PI) / length)) ** 2) - 2) / 4;
    for (const length of [20, 25, 26])
      expect(Math.abs(sharpness(length) - Math.min(1, wanted(length)))).toBeLessThan(0.13);
    expect(sharpness(8)).toBe(1);
    expect(sharpness(20)).toBeGreaterThan(sharpness(26));
    expect(Math.abs(judge(waves(20, 128, 100)).sharpness - judge(waves(20, 128, 50)).sharpness)).toBeLessThan(
      0.1,
    ); // whatever its contrast
    expect(judge(picture(() => 128)).sharpness).toBe(0);
  });

  it('looks for sharpness in the middle of the face, not at its border', () => {
    const inside = (x: number, y: number): boolean => x >= 8 && x < 34 && y >= 8 && y < 34;
    const soft = (x: number, y: number): number => 100 + 2 * (x + y);
    const noise = (x: number, y: number): number => ((x * 31 + y * 17) % 2 === 0 ? 200 : 60);
    expect(
      judge(picture((x, y) => (x >= 7 && x < 35 && y >= 7 && y < 35 ? soft(x, y) : noise(x, y)))).sharpness,
    ).toBe(0);
    expect(judge(picture((x, y) => (inside(x, y) ? noise(x, y) : 128))).sharpness).toBe(1);
  });

  it('is hopeless if one aspect is hopeless', () => {
    expect(overallQuality({ size: 1, sharpness: 1, pose: 1, exposure: 1 })).toBe(1);
    expect(overallQuality({ size: 0.5, sharpness: 0.4, pose: 0.8, exposure: 0.9 })).toBeCloseTo(
      (0.5 * 0.4 * 0.8 * 0.9) ** 0.25,
      12,
    );
    for (const part of ['size', 'sharpness', 'pose', 'exposure']) {
      expect(overallQuality({ size: 1, sharpness: 1, pose: 1, exposure: 1, [part]: 0 })).toBe(0);
    }
  });
});
