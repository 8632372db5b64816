import { describe, expect, it } from 'vitest';
import { stepInGrid, type Grid } from './grid.step.js';
import { rowOf, rowsOf, startsIn } from './photo.rows.js';

const shape = { width: 1000, rowHeight: 200, gap: 10 };
const ratios = [1.5, 1.5, 1.5, 0.67, 0.67, 1.5, 2.4, 1.5, 1.5, 1, 0.67, 1.5, 1.5];
const rows = rowsOf(ratios, shape);

describe('photos in rows', () => {
  it('holds every photo once, in order, and every row but the last fills the line', () => {
    expect(
      rows.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, i) => first + i)),
    ).toEqual([...ratios.keys()]);
    for (const row of rows.slice(0, -1)) {
      const last = row.end - 1;
      const starts = startsIn(row, ratios, shape.gap);
      expect((starts.at(-1) ?? 0) + (ratios[last] ?? 0) * row.height).toBeCloseTo(shape.width, 6);
      expect(row.height).toBeGreaterThan(shape.rowHeight * 0.7);
      expect(row.height).toBeLessThan(shape.rowHeight * 1.45);
    }
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      expect(row.top).toBeCloseTo(before ? before.top + before.height + shape.gap : 0, 6);
    }
  });

  it('does not enlarge the last photo', () => {
    expect(rowsOf([1.5], shape)).toEqual([{ first: 0, end: 1, top: 0, height: 200 }]);
    expect(rowsOf([], shape)).toEqual([]);
  });

  it('works as well on a narrow phone', () => {
    for (const row of rowsOf(Array<number>(40).fill(1.5), { width: 358, rowHeight: 115, gap: 6 })) {
      expect(row.end - row.first).toBe(2);
    }
  });

  it('leaves full rows alone when more photos come', () => {
    expect(rowsOf([...ratios, 1.5, 1.5, 1.5], shape).slice(0, rows.length - 1)).toEqual(rows.slice(0, -1));
  });
});

describe('keys in a grid', () => {
  const grid: Grid = { rows, ratios, shape, rightToLeft: false, pageHeight: 450 };

  it('move from photo to photo in reading direction, and stop at both ends', () => {
    expect(stepInGrid(grid, 3, 'ArrowRight')).toBe(4);
    expect(stepInGrid({ ...grid, rightToLeft: true }, 3, 'ArrowRight')).toBe(2);
    expect(stepInGrid(grid, 0, 'ArrowLeft')).toBe(0);
    expect(stepInGrid(grid, 3, 'End')).toBe(ratios.length - 1);
    expect(stepInGrid(grid, 3, 'Home')).toBe(0);
  });

  it('move to the photo above and below, and a page at a time', () => {
    const down = stepInGrid(grid, 1, 'ArrowDown') ?? -1;
    expect(rowOf(rows, down)).toBe(1);
    expect(stepInGrid(grid, down, 'ArrowUp')).toBe(1);
    expect(stepInGrid(grid, 1, 'ArrowUp')).toBe(1);
    expect(rowOf(rows, stepInGrid(grid, 0, 'PageDown') ?? -1)).toBe(2);
    expect(rowOf(rows, stepInGrid(grid, ratios.length - 1, 'PageDown') ?? -1)).toBe(rows.length - 1);
    expect(rowOf(rows, stepInGrid(grid, ratios.length - 1, 'PageUp') ?? -1)).toBe(rows.length - 3);
  });

  it('are left to the page if they mean nothing here', () => {
    expect(stepInGrid(grid, 3, ' ')).toBeNull();
    expect(stepInGrid(grid, 3, 'Enter')).toBeNull();
    expect(stepInGrid(grid, 3, 'a')).toBeNull();
  });
});
