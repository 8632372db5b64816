/** @module Where a key leads in a grid of photos. */
import { startsIn, rowOf, type GridShape, type PhotoRow } from './photo.rows.js';
import { stepOfKey, stepTo } from './viewer.step.js';

export interface Grid {
  readonly rows: readonly PhotoRow[];
  /** Width by height of each photo. */
  readonly ratios: readonly number[];
  readonly shape: GridShape;
  readonly rightToLeft: boolean;
  /** How far `Page Down` moves at most, in pixels. */
  readonly pageHeight: number;
}

/** Index of the photo to go to from `photo`; null if the key has another meaning. */
export function stepInGrid(grid: Grid, photo: number, key: string): number | null {
  const { rows, ratios, rightToLeft, pageHeight } = grid;
  const at = rowOf(rows, photo);
  const top = rows[at]?.top ?? 0;
  switch (key) {
    case 'ArrowUp':
      return below(grid, photo, at, at - 1);
    case 'ArrowDown':
      return below(grid, photo, at, at + 1);
    case 'PageUp':
      return below(
        grid,
        photo,
        at,
        rows.findIndex((row) => row.top >= top - pageHeight),
      );
    case 'PageDown':
      return below(
        grid,
        photo,
        at,
        rows.findLastIndex((row) => row.top <= top + pageHeight),
      );
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'Home':
    case 'End': {
      const step = stepOfKey(key, rightToLeft);
      return step && stepTo(photo, ratios.length, step);
    }
    default:
      return null;
  }
}

/** The photo of another row whose middle is nearest; the same photo if there is no such row. */
function below({ rows, ratios, shape: { gap } }: Grid, photo: number, from: number, to: number): number {
  const [here, there] = [rows[from], rows[to]];
  if (!here || !there) return photo;
  const middles = (row: PhotoRow): number[] =>
    startsIn(row, ratios, gap).map(
      (start, index) => start + ((ratios[row.first + index] ?? 0) * row.height) / 2,
    );
  const middle = middles(here)[photo - here.first] ?? 0;
  const distances = middles(there).map((other) => Math.abs(other - middle));
  return there.first + distances.indexOf(Math.min(...distances));
}
