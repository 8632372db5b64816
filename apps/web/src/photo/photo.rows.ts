/** @module Photos arranged in rows that fill the line: computes where each of thousands is, without drawing them. */

export interface PhotoRow {
  /** Index of its first photo. */
  readonly first: number;
  /** Index after its last photo. */
  readonly end: number;
  /** Pixels from the top of the grid. */
  readonly top: number;
  readonly height: number;
}

export interface GridShape {
  /** Width of a line, in pixels. */
  readonly width: number;
  /** Desired height of a row in pixels; rows come as close to it as filling the line allows. */
  readonly rowHeight: number;
  /** Pixels between two photos and between two rows. */
  readonly gap: number;
}

/** @param ratios width by height of each photo, in order. */
export function rowsOf(ratios: readonly number[], { width, rowHeight, gap }: GridShape): PhotoRow[] {
  const rows: PhotoRow[] = [];
  let [first, sum, top] = [0, 0, 0];
  const filling = (count: number, ratioSum: number): number => (width - gap * (count - 1)) / ratioSum;
  const off = (height: number): number => Math.abs(Math.log(Math.max(height, 1) / rowHeight));
  const close = (end: number, height: number): void => {
    rows.push({ first, end, top, height });
    [first, sum, top] = [end, 0, top + height + gap];
  };
  ratios.forEach((ratio, index) => {
    const count = index - first;
    const height = filling(count, sum);
    if (count > 0 && off(filling(count + 1, sum + ratio)) > off(height)) close(index, height);
    sum += ratio;
  });
  // the few photos of the last row are not enlarged
  if (sum > 0) close(ratios.length, Math.min(rowHeight, filling(ratios.length - first, sum)));
  return rows;
}

/** Index of the row that holds the photo; -1 when there are none. */
export function rowOf(rows: readonly PhotoRow[], photo: number): number {
  return rows.findIndex(({ end }) => photo < end);
}

/** Pixels from the start of the line to each photo of the row. */
export function startsIn(row: PhotoRow, ratios: readonly number[], gap: number): number[] {
  const starts: number[] = [];
  for (let index = row.first, start = 0; index < row.end; index += 1) {
    starts.push(start);
    start += (ratios[index] ?? 0) * row.height + gap;
  }
  return starts;
}
