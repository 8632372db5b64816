import { describe, expect, it } from 'vitest';
import type { Box } from '@visage/contracts/geometry.contract';
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import { mainFace } from './selfie.face.js';

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
