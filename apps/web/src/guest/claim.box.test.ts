import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  boxBetween,
  CORNERS,
  moveBox,
  moveCorner,
  pixelsOf,
  START,
  stepOfArrow,
  type ClaimBox,
} from './claim.box.js';

const spot = fc.record({
  x: fc.double({ min: -2, max: 2, noNaN: true }),
  y: fc.double({ min: -2, max: 2, noNaN: true }),
});
const inside = ({ x, y, w, h }: ClaimBox): boolean =>
  x >= 0 && y >= 0 && w > 0.029 && h > 0.029 && x + w <= 1.0000001 && y + h <= 1.0000001;

it('stays in the picture and large enough for a face, however it is drawn and moved', () => {
  fc.assert(
    fc.property(spot, spot, fc.array(spot), fc.constantFrom(...CORNERS), (from, to, moves, corner) => {
      let box = boxBetween(
        { x: Math.abs(from.x) / 2, y: Math.abs(from.y) / 2 },
        { x: Math.abs(to.x) / 2, y: Math.abs(to.y) / 2 },
      );
      for (const by of moves) box = moveCorner(moveBox(box, by), corner, by);
      expect(inside(box)).toBe(true);
      const [x, y, width, height] = pixelsOf(box, 640, 480);
      expect(x + width).toBeLessThanOrEqual(640);
      expect(y + height).toBeLessThanOrEqual(480);
    }),
  );
});

it('a corner moves alone, by a drag or by arrow keys, and the opposite one stays', () => {
  const moved = moveCorner(START, 0, { x: 0.1, y: 0.05 });
  expect([moved.x + moved.w, moved.y + moved.h]).toEqual([START.x + START.w, START.y + START.h]);
  expect(moveCorner(START, 3, { x: 0.1, y: 0 })).toMatchObject({ x: START.x, y: START.y, h: START.h });
  expect(stepOfArrow('ArrowUp', false)).toEqual({ x: 0, y: -0.01 });
  expect(stepOfArrow('ArrowRight', true)).toEqual({ x: 0.05, y: 0 });
  expect(stepOfArrow('Enter', false)).toBeNull();
});

const BOX: ClaimBox = { x: 0.25, y: 0.25, w: 0.5, h: 0.25 };
const closeTo = (box: ClaimBox, [x, y, w, h]: readonly number[]): void => {
  for (const [is, wanted] of [
    [box.x, x],
    [box.y, y],
    [box.w, w],
    [box.h, h],
  ] as const)
    expect(is).toBeCloseTo(wanted ?? NaN, 9);
};

it.each([
  ['upper left', 0, [0.375, 0.3, 0.375, 0.2]],
  ['upper right', 1, [0.25, 0.3, 0.625, 0.2]],
  ['lower left', 2, [0.375, 0.25, 0.375, 0.3]],
  ['lower right', 3, [0.25, 0.25, 0.625, 0.3]],
] as const)('the %s corner follows the finger, and moves only its own two sides', (_, corner, moved) => {
  closeTo(moveCorner(BOX, corner, { x: 0.125, y: 0.05 }), moved);
});

it.each([
  ['upper left', 0, { x: -1, y: -1 }, [0, 0, 0.75, 0.5]],
  ['upper right', 1, { x: 1, y: -1 }, [0.25, 0, 0.75, 0.5]],
  ['lower left', 2, { x: -1, y: 1 }, [0, 0.25, 0.75, 0.75]],
  ['lower right', 3, { x: 1, y: 1 }, [0.25, 0.25, 0.75, 0.75]],
] as const)('the %s corner stops at the edge of the picture', (_, corner, by, wide) => {
  closeTo(moveCorner(BOX, corner, by), wide);
});

it.each([
  ['upper left', 0, { x: 1, y: 1 }, [0.72, 0.47, 0.03, 0.03]],
  ['upper right', 1, { x: -1, y: 1 }, [0.25, 0.47, 0.03, 0.03]],
  ['lower left', 2, { x: 1, y: -1 }, [0.72, 0.25, 0.03, 0.03]],
  ['lower right', 3, { x: -1, y: -1 }, [0.25, 0.25, 0.03, 0.03]],
] as const)(
  'the %s corner stops before the one opposite, where a face can still be seen',
  (_, corner, by, small) => {
    closeTo(moveCorner(BOX, corner, by), small);
  },
);

it('a box is drawn from any corner to the one opposite, and never leaves the picture', () => {
  const wanted = [0.2, 0.3, 0.4, 0.5];
  closeTo(boxBetween({ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.8 }), wanted);
  closeTo(boxBetween({ x: 0.6, y: 0.8 }, { x: 0.2, y: 0.3 }), wanted);
  closeTo(boxBetween({ x: 0.6, y: 0.3 }, { x: 0.2, y: 0.8 }), wanted);
  closeTo(boxBetween({ x: 1, y: 1 }, { x: 1, y: 1 }), [0.97, 0.97, 0.03, 0.03]);
  closeTo(boxBetween({ x: -0.2, y: 0.1 }, { x: 0.2, y: 1.2 }), [0, 0, 0.4, 1]);
});

it('a box is moved whole, as far as the picture goes', () => {
  closeTo(moveBox(BOX, { x: 0.1, y: -0.05 }), [0.35, 0.2, 0.5, 0.25]);
  closeTo(moveBox(BOX, { x: 1, y: 1 }), [0.5, 0.75, 0.5, 0.25]);
  closeTo(moveBox(BOX, { x: -1, y: -1 }), [0, 0, 0.5, 0.25]);
});

it('a box in pixels holds every pixel that it touches, and none outside the photo', () => {
  expect(pixelsOf(BOX, 640, 480)).toEqual([160, 120, 320, 120]);
  expect(pixelsOf({ x: 0.501, y: 0.501, w: 0.2, h: 0.2 }, 101, 99)).toEqual([50, 49, 21, 20]);
  expect(pixelsOf({ x: 0.93, y: 0.93, w: 0.07, h: 0.07 }, 100, 100)).toEqual([93, 93, 7, 7]); // 0.07 * 100 is a little more than 7
});

it('arrow keys move along their own axis, by more with Shift', () => {
  expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => stepOfArrow(key, false))).toEqual([
    { x: -0.01, y: 0 },
    { x: 0.01, y: 0 },
    { x: 0, y: -0.01 },
    { x: 0, y: 0.01 },
  ]);
  expect(stepOfArrow('ArrowDown', true)).toEqual({ x: 0, y: 0.05 });
});
