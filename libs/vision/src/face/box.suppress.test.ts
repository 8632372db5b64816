import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containment, iou, overlapArea, resizeBox } from './box.geometry.js';
import { suppressOverlaps } from './box.suppress.js';

describe('one box per face', () => {
  it('joins detections of one face into their weighted mean, with the best score', () => {
    const [only, ...others] = suppressOverlaps([
      { box: [10, 10, 20, 20], score: 0.6 },
      { box: [12, 10, 20, 20], score: 0.9 },
    ]);
    expect(others).toEqual([]);
    expect(only?.score).toBe(0.9);
    expect(only?.box[0]).toBeCloseTo((10 * 0.6 + 12 * 0.9) / 1.5);
  });

  it('keeps two heads that touch apart', () => {
    expect(
      suppressOverlaps([
        { box: [0, 0, 20, 20], score: 0.9 },
        { box: [14, 0, 20, 20], score: 0.8 },
      ]),
    ).toHaveLength(2);
  });

  it('drops half a face inside of the whole one, without moving it', () => {
    expect(
      suppressOverlaps([
        { box: [0, 0, 40, 40], score: 0.9 },
        { box: [5, 5, 12, 12], score: 0.8 },
      ]),
    ).toEqual([{ box: [0, 0, 40, 40], score: 0.9 }]);
  });
});

describe('a box', () => {
  it('overlaps another by the area they share', () => {
    const side = fc.integer({ min: 0, max: 9 });
    const box = fc.tuple(side, side, side, side);
    const cells = ([x, y, w, h]: readonly [number, number, number, number]): Set<string> =>
      new Set(Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
    fc.assert(
      fc.property(box, box, (a, b) => {
        const [inA, inB] = [cells(a), cells(b)];
        const shared = [...inA].filter((cell) => inB.has(cell)).length;
        const together = inA.size + inB.size - shared;
        const smaller = Math.min(inA.size, inB.size);
        expect(overlapArea(a, b)).toBe(shared);
        expect(iou(a, b)).toBeCloseTo(shared === 0 ? 0 : shared / together, 12);
        expect(containment(a, b)).toBeCloseTo(smaller === 0 ? 0 : shared / smaller, 12);
      }),
    );
  });

  it('keeps its centre when it is resized', () => {
    expect(resizeBox([10, 20, 30, 40], 50, 20)).toEqual([0, 30, 50, 20]);
  });
});

describe('where one face ends and the next begins', () => {
  const [best, other] = [0.9, 0.8];
  const kept = (
    a: [number, number, number, number],
    b: [number, number, number, number],
    parts?: 'drop' | 'keep',
  ): number =>
    suppressOverlaps(
      [
        { box: a, score: best },
        { box: b, score: other },
      ],
      parts,
    ).length;

  it('is at four tenths of their union', () => {
    expect(kept([0, 0, 70, 10], [30, 0, 70, 10])).toBe(1); // 40 of 100
    expect(kept([0, 0, 70, 10], [31, 0, 70, 10])).toBe(2);
  });

  it('is at seven tenths of a part, unless parts are kept', () => {
    const [inside, outside]: [number, number, number, number][] = [
      [-3, 0, 10, 10],
      [-3.1, 0, 10, 10],
    ];
    if (inside === undefined || outside === undefined) throw new Error('There are two of them.');
    expect([kept([0, 0, 40, 40], inside), kept([0, 0, 40, 40], outside)]).toEqual([1, 2]);
    expect([kept([0, 0, 40, 40], inside, 'keep'), kept([0, 0, 40, 40], inside, 'drop')]).toEqual([2, 1]);
  });

  it('keeps the best of all, wherever it is listed, and leaves the list unchanged', () => {
    const list = [
      { box: [8, 0, 20, 20] as [number, number, number, number], score: 0.7 },
      { box: [0, 0, 20, 20] as [number, number, number, number], score: 0.8 },
      { box: [4, 0, 20, 20] as [number, number, number, number], score: 0.9 },
      { box: [50, 0, 20, 20] as [number, number, number, number], score: 0.6 },
    ];
    const before = structuredClone(list);
    const [face, beside, ...others] = suppressOverlaps(list);
    expect(face).toMatchObject({ score: 0.9 });
    expect(face?.box[0]).toBeCloseTo((8 * 0.7 + 0 * 0.8 + 4 * 0.9) / 2.4, 9);
    expect(face?.box.slice(1)).toEqual([0, expect.closeTo(20, 9), expect.closeTo(20, 9)]);
    expect([beside?.score, others.length]).toEqual([0.6, 0]);
    expect(list).toEqual(before);
  });
});
