import { describe, expect, it } from 'vitest';
import type { Box } from '@visage/contracts/geometry.contract';
import { planWindows } from './detector.plan.js';
import { findCandidates } from './face.candidates.js';
import { detectInWindow } from './face.detector.js';
import { lookAgain } from './face.second-look.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import { drawFaces, madeDetector, scriptedNetwork, type MadeFace } from '../testing/made.networks.js';

const upright = (x: number, y: number, side: number): MadeFace => ({ centre: [x, y], side, turn: 0 });
const black = (width: number, height: number): ImagePyramid => new ImagePyramid(drawFaces(width, height, []));
const answer = (...found: readonly [...Box, number][]) => ({
  boxes: found.flatMap(([left, top, right, bottom]) => [left, top, right, bottom]),
  scores: found.flatMap(([, , , , score]) => [1 - score, score]),
});

describe('the windows through which a photo is searched', () => {
  const input = { width: 320, height: 240 };

  it.each([
    [4000, 3000],
    [1601, 1199],
    [640, 480],
    [300, 2000],
    [3000, 90],
    [100, 100],
    [1, 1],
  ])('cover a photo of %d x %d at every level', (width, height) => {
    const windows = planWindows({ width, height }, input, 1600);
    const steps = [...new Set(windows.map(({ step }) => step))];
    const whole = Math.max(width / 320, height / 240);
    expect(steps.slice(-2)).toEqual([whole, whole * 2]);
    expect(windows.filter(({ step }) => step >= whole)).toHaveLength(2);
    expect(steps[0]).toBe(Math.min(whole, Math.max(0.5, Math.max(width, height) / 1600)));
    for (const step of steps) {
      const level = windows.filter((window) => window.step === step).map(({ box }) => box);
      const face = step < whole ? 63.9 * step : 1e-6;
      // A face of up to 64 network pixels lies entirely inside some window, wherever it is.
      for (let i = 0; i <= 12; i += 1) {
        const x = (Math.max(0, width - face) * i) / 12;
        const y = (Math.max(0, height - face) * ((i * 5) % 13)) / 12;
        const within = ([left, top, w, h]: Box): boolean =>
          left <= x + 1e-6 &&
          top <= y + 1e-6 &&
          left + w >= Math.min(width, x + face) - 1e-6 &&
          top + h >= Math.min(height, y + face) - 1e-6;
        expect(level.some(within), `${x}, ${y} at ${step}`).toBe(true);
      }
      for (const [, , w, h] of level)
        expect([w, h]).toEqual([expect.closeTo(320 * step, 9), expect.closeTo(240 * step, 9)]);
    }
    for (const [at, step] of steps.slice(1, -2).entries()) expect(step).toBe((steps[at] ?? 0) * 2);
  });

  it('are few, and centred on a photo that fits into one', () => {
    expect(planWindows({ width: 1600, height: 1200 }, input, 1600)).toHaveLength(6 * 7 + 3 * 4 + 2 * 2 + 2);
    expect(planWindows({ width: 4000, height: 3000 }, input, 1)).toHaveLength(2);
    expect(planWindows({ width: 320, height: 120 }, input, 1)).toEqual([
      { box: [0, -60, 320, 240], step: 1 },
      { box: [-160, -180, 640, 480], step: 2 },
    ]);
    const [narrow] = planWindows({ width: 100, height: 2000 }, input, 1600);
    expect(narrow?.box).toEqual([-150, 0, 400, 300]);
  });
});

describe('the first look', () => {
  it.each([
    [1001, 751, 90],
    [333, 222, 40],
    [333, 222, 20],
    [2500, 1700, 700],
  ])('finds a face of a photo of %d x %d where it is', async (width, height, side) => {
    for (const [x, y] of [
      [side / 2 + 3, side / 2 + 2],
      [width * 0.61, height * 0.52],
      [width - side / 2 - 2, height - side / 2 - 3],
    ] as const) {
      const faces = [upright(x, y, side)];
      const found = await findCandidates(
        madeDetector(faces),
        new ImagePyramid(drawFaces(width, height, faces)),
        800,
      );
      expect(found).toHaveLength(1);
      const [left = 0, top = 0, w = 0, h = 0] = found[0]?.box ?? [];
      expect(Math.abs(left + w / 2 - x)).toBeLessThan(side * 0.06);
      expect(Math.abs(top + h / 2 - y)).toBeLessThan(side * 0.06);
      expect(Math.abs(w - side)).toBeLessThan(side * 0.1);
    }
  });

  it('accepts a place from a score of 0.6 and a side of 14 pixels', async () => {
    const count = async (score: number, side: number, other = side): Promise<number> => {
      const detector = scriptedNetwork([answer([0.5, 0.5, 0.5 + side / 320, 0.5 + other / 240, score])]);
      return (await findCandidates(detector, black(320, 240), 1)).length;
    };
    expect(await count(0.61, 20)).toBe(2); // seen from near and from far
    expect(await count(0.59, 20)).toBe(0);
    expect([await count(0.9, 14.01, 40), await count(0.9, 40, 14.01)]).toEqual([2, 2]);
    expect([await count(0.9, 6.9), await count(0.9, 6.9, 40), await count(0.9, 40, 6.9)]).toEqual([0, 0, 0]);
  });

  it('leaves a face cut by the border of a window to the next, and takes one at the border of the photo', async () => {
    const photo = { width: 800, height: 600 };
    const cuts: [string, Box, (window: Box) => boolean][] = [
      ['left', [0.002, 0.4, 0.2, 0.6], ([x]) => x > 0],
      ['top', [0.4, 0.002, 0.6, 0.2], ([, y]) => y > 0],
      ['right', [0.8, 0.4, 0.998, 0.6], ([x, , w]) => x + w < photo.width],
      ['bottom', [0.4, 0.8, 0.6, 0.998], ([, y, , h]) => y + h < photo.height],
    ];
    for (const [side, [left, top, right, bottom], cut] of cuts) {
      const found = await findCandidates(
        scriptedNetwork([answer([left, top, right, bottom, 0.9])]),
        black(800, 600),
        800,
      );
      const wanted = planWindows(photo, { width: 320, height: 240 }, 800).filter(({ box }) => !cut(box));
      expect(wanted.length, side).toBeGreaterThan(2);
      expect(found.length, side).toBe(wanted.length);
    }
    const inside = answer([0.01, 0.4, 0.2, 0.6, 0.9]); // three pixels from the border
    expect(await findCandidates(scriptedNetwork([inside]), black(800, 600), 800)).toHaveLength(
      planWindows(photo, { width: 320, height: 240 }, 800).length,
    );
  });

  it('passes on the best four hundred, half faces beside whole ones', async () => {
    const grid = Array.from({ length: 900 }, (_, i): [...Box, number] => {
      const [x, y] = [(i % 30) / 30, Math.floor(i / 30) / 30];
      return [x + 0.002, y + 0.002, x + 0.031, y + 0.031, 0.6 + 0.0004 * ((i * 7) % 900)];
    });
    const found = await findCandidates(scriptedNetwork([answer(...grid), answer()]), black(1600, 1200), 1);
    expect(found).toHaveLength(400);
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    expect(found[399]?.score).toBeCloseTo(0.6 + 0.0004 * 500, 5);
    const half = scriptedNetwork([answer([0.3, 0.3, 0.7, 0.7, 0.9], [0.35, 0.35, 0.5, 0.6, 0.8]), answer()]);
    expect(await findCandidates(half, black(320, 240), 1)).toHaveLength(2);
  });
});

describe('what the detector answers', () => {
  const detect = (found: readonly [...Box, number][], mirrored = false) =>
    detectInWindow(
      scriptedNetwork([answer(...found)]),
      new Uint8Array(320 * 240 * 3),
      [100, 50, 640, 480],
      0.5,
      mirrored,
    );

  it('is given in pixels of the photo, also for a mirrored picture', async () => {
    const box = (x: number): unknown => ({
      box: [x, 50 + 0.25 * 480, 0.125 * 640, 0.5 * 480].map((value) => expect.closeTo(value, 3) as number),
      score: 0.75,
    });
    expect(await detect([[0.25, 0.25, 0.375, 0.75, 0.75]])).toEqual([box(100 + 0.25 * 640)]);
    expect(await detect([[0.25, 0.25, 0.375, 0.75, 0.75]], true)).toEqual([box(100 + 0.625 * 640)]);
  });

  it('counts from the lowest score on, every box of it, and no box without area', async () => {
    const found = await detect([
      [0, 0, 0.5, 0.5, 0.5],
      [0, 0, 0.5, 0.5, 0.49],
      [0.5, 0, 0.5, 0.5, 0.9],
      [0, 0.5, 0.5, 0.5, 0.9],
      [0.6, 0, 0.5, 0.5, 0.9],
      [0, 0, 0.5, 0.5, NaN],
      [0.25, 0.25, 0.5, 0.5, 1],
    ]);
    expect(found.map(({ score }) => score)).toEqual([0.5, 1]);
  });

  it('is mirrored on request', async () => {
    const detector = scriptedNetwork([answer()]);
    await detectInWindow(detector, new Uint8Array(3), [0, 0, 1, 1], 0.5);
    await detectInWindow(detector, new Uint8Array(3), [0, 0, 1, 1], 0.5, true);
    expect(detector.pictures.map(({ mirrored }) => mirrored)).toEqual([false, true]);
  });

  it('must have the outputs that a detector has', async () => {
    await expect(
      detectInWindow(scriptedNetwork([{ scores: [0, 1] }]), new Uint8Array(3), [0, 0, 1, 1], 0.5),
    ).rejects.toThrow('no output "boxes"');
  });
});

describe('the second look', () => {
  /** The face in the middle of the picture at the size of each look, with this score. */
  const looks = (...scores: readonly number[]) =>
    scores.map((score, place) => {
      const pixels = [64, 100, 40, 140][place] ?? 0;
      return answer([0.5 - pixels / 640, 0.5 - pixels / 480, 0.5 + pixels / 640, 0.5 + pixels / 480, score]);
    });
  const candidate = { box: [100, 80, 60, 60] as Box, score: 0.9 };

  it('asks at four sizes, twice mirrored, and answers with the mean', async () => {
    const detector = scriptedNetwork(looks(0.9, 0.8, 0.7, 1));
    const again = await lookAgain(detector, black(300, 200), candidate);
    expect(again?.score).toBeCloseTo(0.85, 5);
    again?.box.forEach((value, i) => expect(value).toBeCloseTo(candidate.box[i] ?? NaN, 3));
    expect(detector.pictures.map(({ mirrored }) => mirrored)).toEqual([true, false, false, true]);
  });

  it('gives up as soon as the mean can no longer reach 0.55', async () => {
    const asked = async (...scores: readonly number[]): Promise<[number | undefined, number]> => {
      const detector = scriptedNetwork(looks(...scores));
      const again = await lookAgain(detector, black(300, 200), candidate);
      return [again?.score, detector.pictures.length];
    };
    expect(await asked(0.56, 0.56, 0.56, 0.56)).toEqual([expect.closeTo(0.56, 5), 4]);
    expect(await asked(0.54, 0.54, 0.54, 0.54)).toEqual([undefined, 4]);
    expect(await asked(0.05, 0.05, 1, 1)).toEqual([undefined, 2]); // scores below a tenth count as not seen
    expect(await asked(0.11, 0.11, 1, 1)).toEqual([expect.closeTo(0.555, 5), 4]);
    expect(await asked(1, 1, 0.05, 1)).toEqual([expect.closeTo(0.75, 5), 4]);
  });

  it('counts the best detection of the same face, and none beside it', async () => {
    const face = (shift: number, score: number): [...Box, number] => [
      0.4 + shift,
      0.5 - 32 / 240,
      0.6 + shift,
      0.5 + 32 / 240,
      score,
    ];
    const seen = async (...found: readonly [...Box, number][]): Promise<number> => {
      const detector = scriptedNetwork([answer(...found), ...looks(1, 1, 1, 1).slice(1)]);
      return ((await lookAgain(detector, black(300, 200), candidate))?.score ?? 0) * 4 - 3;
    };
    expect(await seen(face(0, 0.7), face(0.01, 0.9), face(-0.01, 0.8))).toBeCloseTo(0.9, 5);
    // shifted by 0.4 of its side it overlaps the face by 0.43, by 0.45 only by 0.38
    expect(await seen(face(0.08, 0.9))).toBeCloseTo(0.9, 5);
    expect(await seen(face(0.09, 0.9))).toBeCloseTo(0, 5);
    expect(await seen(face(0.3, 0.9), face(0, 0.6))).toBeCloseTo(0.6, 5);
  });

  it('looks at the face in the middle of the picture', async () => {
    const faces = [upright(130, 110, 60)];
    const detector = madeDetector(faces);
    const again = await lookAgain(detector, new ImagePyramid(drawFaces(300, 200, faces)), candidate);
    expect(again?.score).toBeCloseTo(0.999, 3);
    again?.box.forEach((value, i) => expect(Math.abs(value - (candidate.box[i] ?? NaN))).toBeLessThan(1.5));
    const far = madeDetector([upright(131, 111, 60)]);
    expect(
      (await lookAgain(far, new ImagePyramid(drawFaces(300, 200, [upright(240, 160, 60)])), candidate))
        ?.score,
    ).toBeUndefined();
  });
});
