import { describe, expect, it } from 'vitest';
import type { Landmarks, Point } from '@visage/contracts/geometry.contract';
import { applyAffine } from '../image/affine.matrix.js';
import { faceScore, findFaces, type FoundFace } from './face.find.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import {
  drawFaces,
  MADE_POINTS,
  madeDetector,
  madeLandmarks,
  placeOf,
  type MadeFace,
} from '../testing/made.networks.js';

async function find(width: number, height: number, faces: readonly MadeFace[]): Promise<FoundFace[]> {
  return findFaces(
    madeDetector(faces),
    madeLandmarks(faces),
    new ImagePyramid(drawFaces(width, height, faces)),
  );
}

/** Five landmarks of a generated face, in the photo. */
function fiveOf(face: MadeFace): Landmarks {
  const at = (point: Point): Point => applyAffine(placeOf(face), point);
  return [at([0.3, 0.4]), at([0.7, 0.4]), at([0.5, 0.6]), at([0.34, 0.76]), at([0.66, 0.76])];
}

function expectNear(found: readonly Point[], wanted: readonly Point[], within: number): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach(([x, y], i) => {
    const [wx, wy] = wanted[i] ?? [NaN, NaN];
    expect(Math.hypot(x - wx, y - wy), `point ${i}`).toBeLessThan(within);
  });
}

function expectPlace(found: FoundFace | undefined, face: MadeFace): void {
  if (found === undefined) throw new Error('The face was not found.');
  const {
    centre: [x, y],
    side,
  } = face;
  expectNear(
    [
      [found.box[0], found.box[1]],
      [found.box[0] + found.box[2], found.box[1] + found.box[3]],
    ],
    [
      [x - side / 2, y - side / 2],
      [x + side / 2, y + side / 2],
    ],
    side * 0.08,
  );
  expectNear(found.landmarks.five, fiveOf(face), side * 0.05);
  expectNear(
    found.landmarks.points,
    MADE_POINTS.map((point) => applyAffine(placeOf(face), point)),
    side * 0.05,
  );
}

const degrees = (angle: number): number => (angle * Math.PI) / 180;

/** Certainty of a face whose views agree. */
const certainty = (score: number): number => faceScore(score, 0);

describe('faces, however the photo was held', () => {
  it.each([0, 90, 180, 270])(
    'are found where they are, each eye on its side, turned by %d degrees',
    async (angle) => {
      const face: MadeFace = { centre: [190, 75], side: 60, turn: degrees(angle) };
      const [found, ...others] = await find(300, 200, [face]);
      expect(others).toEqual([]);
      expectPlace(found, face);
      expect(found?.score).toBeCloseTo(certainty(0.999), 2);
    },
  );

  it('are found beside each other, one upright and two lying, the best first', async () => {
    const made = (x: number, y: number, angle: number, score: number): MadeFace => ({
      ...{ centre: [x, y], side: 44, turn: degrees(angle) },
      score: (turn) => (Math.abs(turn) < 0.5 ? score : 0),
    });
    const faces = [made(50, 60, 90, 0.95), made(150, 100, 0, 0.9), made(240, 140, 180, 0.99)];
    const found = await find(300, 200, faces);
    expect(found).toHaveLength(3);
    [2, 0, 1].forEach((which, place) => expectPlace(found[place], faces[which] as MadeFace));
    expect(found.map(({ score }) => score)).toEqual(
      [certainty(0.99), certainty(0.95), certainty(0.9)].map((score) => expect.closeTo(score, 2) as number),
    );
  });

  it('that lie are searched for closely only where nobody is upright', async () => {
    const lying: MadeFace = { centre: [600, 500], side: 26, turn: degrees(90) };
    const standing: MadeFace = { centre: [300, 300], side: 120, turn: 0 };
    expectPlace((await find(1200, 900, [lying]))[0], lying);
    const found = await find(1200, 900, [lying, standing]);
    expect(found).toHaveLength(1);
    expectPlace(found[0], standing);
  });

  it('need more certainty where they are lying', async () => {
    const one = async (turn: number, score: number): Promise<number> =>
      (
        await find(300, 200, [
          { centre: [150, 100], side: 60, turn, score: (seen) => (Math.abs(seen) < 0.5 ? score : 0) },
        ])
      ).length;
    expect([
      certainty(0.69) > 0.8,
      certainty(0.66) < 0.8,
      certainty(0.84) > 0.9,
      certainty(0.81) < 0.9,
    ]).toEqual([true, true, true, true]);
    expect([await one(0, 0.69), await one(0, 0.66)]).toEqual([1, 0]);
    expect([await one(degrees(90), 0.84), await one(degrees(90), 0.81)]).toEqual([1, 0]);
  });

  it('are rejected where the views of the landmarks disagree', async () => {
    const one = async (disagreement: number): Promise<number> =>
      (
        await find(300, 200, [
          {
            centre: [150, 100],
            side: 60,
            turn: 0,
            score: (seen) => (Math.abs(seen) < 0.5 ? 0.95 : 0),
            disagreement: () => disagreement,
          },
        ])
      ).length;
    // 0.95 falls to 0.8 at a disagreement of 0.161
    expect([await one(0.14), await one(0.18)]).toEqual([1, 0]);
  });
});

describe('a face that could be seen from two sides', () => {
  /** Scores one value upright, and another from every other side. */
  const either = (turn: number, upright: number, other: number): MadeFace => ({
    ...{ centre: [200, 80], side: 60, turn },
    score: (seen) => (Math.abs(seen - turn) < 0.1 ? upright : other),
  });

  it('keeps the upright view when that is certain', async () => {
    for (const turn of [0, degrees(40), degrees(-40)]) {
      const face = either(turn, 0.995, 0.9999);
      const found = await find(300, 200, [face]);
      expect(found).toHaveLength(1);
      expectPlace(found[0], face);
      expect(found[0]?.score).toBeLessThan(certainty(0.998));
    }
  });

  it('is seen from the side that shows more of it when it is less certain, or tilted by more than 45 degrees', async () => {
    expect(certainty(0.93)).toBeLessThan(0.97);
    for (const [turn, upright] of [
      [0, 0.93],
      [degrees(50), 0.995],
      [degrees(-50), 0.995],
    ] as const) {
      const found = await find(300, 200, [either(turn, upright, 0.9999)]);
      expect(found).toHaveLength(1);
      expect(found[0]?.score).toBeGreaterThan(certainty(0.998));
    }
    const kept = await find(300, 200, [either(0, 0.93, 0.92)]);
    expect(kept.map(({ score }) => score)).toEqual([expect.closeTo(certainty(0.93), 2)]);
  });

  it('is certain from 0.97 on', async () => {
    expect([certainty(0.945) > 0.97, certainty(0.935) < 0.97]).toEqual([true, true]);
    const best = async (upright: number): Promise<number> =>
      (await find(300, 200, [either(0, upright, 0.9999)]))[0]?.score ?? 0;
    expect(await best(0.945)).toBeLessThan(0.98);
    expect(await best(0.935)).toBeGreaterThan(0.99);
  });

  it('is one face even if the two sides see different parts of it', async () => {
    const large = (score: number): MadeFace => ({
      centre: [150, 100],
      side: 100,
      turn: 0,
      score: (seen) => (Math.abs(seen) < 0.5 ? score : 0),
    });
    const part = (score: number): MadeFace => ({
      centre: [150, 90],
      side: 28,
      turn: degrees(90),
      score: (seen) => (Math.abs(seen) < 0.5 ? score : 0),
    });
    const whole = await find(300, 200, [large(0.92), part(0.9)]);
    expect(whole).toHaveLength(1);
    expect(whole[0]?.box[2]).toBeGreaterThan(80);
    const inside = await find(300, 200, [large(0.92), part(0.99)]);
    expect(inside).toHaveLength(1);
    expect(inside[0]?.box[2]).toBeLessThan(40);
  });
});

describe('what makes a face', () => {
  it('is decided by both judges together', () => {
    expect(faceScore(0.99, 0.2)).toBeCloseTo(0.92, 2); // a full profile
    expect(faceScore(0.91, 0.15)).toBeCloseTo(0.714, 2); // a bottle cap
    expect(faceScore(0.7, 0.05)).toBeCloseTo(0.7, 12);
    expect(faceScore(0.5, 0.1)).toBeCloseTo(1 / (1 + Math.exp(0.7)), 12);
  });

  it('is never more than certain', () => {
    expect(faceScore(1, 0.05)).toBeCloseTo(0.9999, 12);
    expect(faceScore(0, 0.05)).toBeCloseTo(0.0001, 12);
    expect(faceScore(1, 1e6)).toBe(0);
  });
});
