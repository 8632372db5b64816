/** @module What a benchmark found, as a table for people and as a file for programs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.folder.js';

export type Row = Readonly<Record<string, string | number>>;

/** Prints the rows with their keys as headings, and writes them with the facts to `<cache>/<name>.json`. */
export function report(
  name: string,
  rows: readonly Row[],
  facts: Readonly<Record<string, unknown>> = {},
): void {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (row: Row, column: string): string => {
    const value = row[column] ?? '';
    return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value);
  };
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => cell(row, column).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(
    [line(columns), ...rows.map((row) => line(columns.map((column) => cell(row, column))))].join('\n'),
  );
  const path = join(cacheFolder(), `${name}.json`);
  writeFileSync(path, `${JSON.stringify({ ...facts, rows }, null, 1)}\n`);
  console.log(`written to ${path}`);
}
