/**
 * @module What grouping costs as events grow: `node benchmarks/dist/scale.benchmark.js [runs] [faces...]`. Made events
 * (made.event.ts of libs/clustering), one process each; the median of the runs is told. Processor time is what to compare where the machine
 * is shared; on an idle one the clock shows the same.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { report, type Row } from './result.table.js';
import type { ScaleResult } from './scale.run.js';

const [runs = 3, ...asked] = process.argv.slice(2).map(Number);
const sizes = asked.length > 0 ? asked : [10_000, 30_000, 100_000, 300_000];
/** So few faces that every event is searched by cells: to see what these save and what they miss. */
const BY_CELLS = 5_000;
const COMPARED = 100_000;

const program = fileURLToPath(new URL('./scale.run.js', import.meta.url));

async function run(faces: number, seed: number, indexRows?: number): Promise<ScaleResult> {
  const options = indexRows === undefined ? [] : [String(indexRows)];
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    String(faces),
    String(seed),
    ...options,
  ]);
  return JSON.parse(stdout) as ScaleResult;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const rows: Row[] = [];
const points: { faces: number; cpu: number }[] = [];
for (const faces of sizes) {
  const results: ScaleResult[] = [];
  for (let seed = 1; seed <= runs; seed++) results.push(await run(faces, seed));
  const of = (value: (result: ScaleResult) => number): number => median(results.map(value));
  const cells = faces <= COMPARED ? await run(faces, 1, BY_CELLS) : undefined;
  points.push({ faces, cpu: of(({ cpuSeconds }) => cpuSeconds) });
  rows.push({
    faces,
    people: results[0]?.people ?? 0,
    'CPU s': of(({ cpuSeconds }) => cpuSeconds).toFixed(1),
    'clock s': of(({ wallSeconds }) => wallSeconds).toFixed(1),
    'peak MB': Math.round(of(({ peakBytes }) => peakBytes) / 1e6),
    'BCubed F1': of(({ bcubedF1 }) => bcubedF1),
    'clock s, by cells': cells ? cells.wallSeconds.toFixed(1) : '',
    'BCubed F1, by cells': cells ? cells.bcubedF1 : '',
  });
}
const [first, last] = [points[0], points.at(-1)];
const exponent =
  first && last && last !== first ? Math.log(last.cpu / first.cpu) / Math.log(last.faces / first.faces) : NaN;
report('scale', rows, { runs, exponent });
console.log(
  `exponent of processor time from ${first?.faces} to ${last?.faces} faces: ${exponent.toFixed(2)}`,
);
