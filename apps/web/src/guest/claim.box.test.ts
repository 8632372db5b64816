import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxBetween, CORNERS, moveBox, moveCorner, pixelsOf, START, stepOfArrow, type ClaimBox } from './claim.box.js';

const spot = fc.record({ x: fc.double({ min: -2, max: 2, noNaN: true }), y: fc.double({ min: -2, max: 2, noNaN: true }) });
const inside = ({ x, y, w, h }: ClaimBox): boolean =>
  x >= 0 && y >= 0 && w > 0.029 && h > 0.029 && x + w <= 1.0000001 && y + h <= 1.0000001;

it('stays in the picture and large enough for a face, however it is drawn and moved', () => {
  fc.assert(
    fc.property(spot, spot, fc.array(spot), fc.constantFrom(...CORNERS), (from, to, moves, corner) => {
      let box = boxBetween({ x: Math.abs(from.x) / 2, y: Math.abs(from.y) / 2 }, { x: Math.abs(to.x) / 2, y: Math.abs(to.y) / 2 });
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
