import { describe, expect, it } from 'vitest';
import type { Box } from '@visage/contracts/geometry.contract';
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import { MOST_SELFIE_FACES, NEAR_SIDE } from './face.thresholds.js';
import { faultOf, mainFace, selfieFaces } from './selfie.face.js';

function face(...box: Box): AnalysedFace {
  const landmarks: AnalysedFace['landmarks'] = [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  return { box, score: 1, landmarks, quality: 1, aligned: new Uint8Array(0) };
}

/** Which face of a selfie of 1000 x 800 pixels is the guest's. */
function main(...faces: readonly AnalysedFace[]): number {
  const found = mainFace(faces, 1000, 800);
  return found === undefined ? -1 : faces.indexOf(found);
}

describe('the guest in a selfie', () => {
  it('is the largest face if all are equally near the middle', () => {
    expect(main(face(400, 300, 200, 200), face(350, 250, 300, 300), face(450, 350, 100, 100))).toBe(1);
    // of equal width the taller, of equal height the wider
    expect(main(face(400, 350, 200, 100), face(400, 250, 200, 300))).toBe(1);
    expect(main(face(450, 300, 100, 200), face(350, 300, 300, 200))).toBe(1);
  });

  it('is the one in the middle among equals, whichever side the other is on', () => {
    for (const [x, y] of [
      [0, 300],
      [800, 300],
      [400, 0],
      [400, 600],
      [0, 0],
      [800, 600],
    ] as const) {
      expect(main(face(x, y, 200, 200), face(400, 300, 200, 200))).toBe(1);
      expect(main(face(400, 300, 200, 200), face(x, y, 200, 200))).toBe(0);
    }
    // measured from its middle, not its corner
    expect(main(face(500, 400, 100, 100), face(440, 340, 100, 100))).toBe(1);
    expect(main(face(250, 400, 100, 100), face(400, 400, 100, 100))).toBe(1);
  });

  it('is the nearer one, relative to the selfie’s sides, wide or tall', () => {
    // 180 of 1000 pixels across is nearer than 160 of 800 down
    expect(main(face(450, 510, 100, 100), face(630, 350, 100, 100))).toBe(1);
    expect(main(face(450, 490, 100, 100), face(630, 350, 100, 100))).toBe(0);
  });

  it('is a small face in the middle only if a large one is far out', () => {
    // 300 of 1000 pixels out: 0.7 of its area counts
    expect(main(face(750, 350, 100, 100), face(458, 358, 83, 83))).toBe(0);
    expect(main(face(750, 350, 100, 100), face(457, 357, 85, 85))).toBe(1);
    // 0.3 and 0.4 of the sides: half its area counts
    expect(main(face(750, 670, 100, 100), face(465, 365, 70, 70))).toBe(0);
    expect(main(face(750, 670, 100, 100), face(464, 364, 72, 72))).toBe(1);
  });

  it('is whoever is there, however far out, and nobody if nobody is there', () => {
    expect(main(face(2000, 350, 100, 100))).toBe(0);
    expect(main(face(5000, 350, 200, 200), face(3000, 350, 100, 100))).toBe(0);
    expect(main(face(0, 0, 0, 0))).toBe(0);
    expect(main()).toBe(-1);
  });

  it('is the first of exact equals, which is the surest', () => {
    expect(main(face(400, 300, 200, 200), face(400, 300, 200, 200))).toBe(0);
  });
});

/** A face of 40 x 40 aligned pixels: waves of the given length in pixels around a grey. */
function made({
  box = [0, 0, 200, 200] as Box,
  nose = 0,
  length = 8,
  middle = 128,
  height = 60,
} = {}): AnalysedFace {
  const aligned = new Uint8Array(40 * 40 * 3);
  for (let i = 0; i < 40 * 40; i += 1) {
    const wave = [i % 40, Math.floor(i / 40)].reduce(
      (sum, at) => sum + Math.sin((2 * Math.PI * at) / length),
      0,
    );
    aligned.fill(Math.round(middle + (height / 2) * wave), i * 3, i * 3 + 3);
  }
  return {
    ...{ box, score: 1, quality: 1, aligned },
    landmarks: [
      [10, 10],
      [30, 10],
      [20 + nose, 20],
      [13, 30],
      [27, 30],
    ],
  };
}

describe('what speaks against a face', () => {
  it('is nothing, or the worst of it by name', () => {
    const tiny: Box = [0, 0, 14, 14];
    expect(faultOf(made())).toBeNull();
    expect(faultOf(made({ box: tiny }))).toBe('too-small');
    expect(faultOf(made({ length: 40 }))).toBe('blurred');
    expect(faultOf(made({ nose: 16 }))).toBe('turned-away');
    expect(faultOf(made({ middle: 14, height: 12 }))).toBe('too-dark');
    expect(faultOf(made({ middle: 246, height: 8 }))).toBe('too-bright');
    expect(faultOf(made({ nose: 18, box: tiny })), 'turned away altogether').toBe('turned-away');
    expect(faultOf(made({ nose: 16, box: [0, 0, 12, 12] })), 'not a pixel of use').toBe('too-small');
  });
});

describe('the faces that may be whoever took the selfie', () => {
  const box = (x: number, side: number): Box => [x, 300, side, side];
  const offered = (...faces: AnalysedFace[]) =>
    selfieFaces(faces, 1000, 800).map((face) => [faces.findIndex((one) => one.box === face.box), face.fault]);

  it('are the main one and who is near it, the likeliest first', () => {
    const friend = made({ box: box(700, 200 * NEAR_SIDE) });
    const stranger = made({ box: box(100, 200 * NEAR_SIDE - 1) });
    expect(offered(stranger, friend, made({ box: box(400, 200) }))).toEqual([
      [2, null],
      [1, null],
    ]);
  });

  it('are none beside it that nobody could be found by', () => {
    expect(offered(made({ box: box(400, 200) }), made({ box: box(700, 180), length: 40 }))).toEqual([
      [0, null],
    ]);
  });

  it('are the main one in any case, and then who is fit beside it', () => {
    const blurred = made({ box: box(400, 200), length: 40 });
    expect(offered(blurred)).toEqual([[0, 'blurred']]);
    expect(offered(blurred, made({ box: box(700, 180) }))).toEqual([
      [0, 'blurred'],
      [1, null],
    ]);
    expect(offered()).toEqual([]);
  });

  it('are no more than one can choose from', () => {
    expect(offered(...Array.from({ length: 30 }, (_, n) => made({ box: box(n, 200) })))).toHaveLength(
      MOST_SELFIE_FACES,
    );
  });
});
