/** @module Where benchmarks keep what is slow to make and the same every time. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** `$VISAGE_BENCHMARK_CACHE`, else `~/.cache/visage-benchmarks`; made when absent. */
export function cacheFolder(): string {
  const folder = process.env.VISAGE_BENCHMARK_CACHE ?? resolve(homedir(), '.cache/visage-benchmarks');
  mkdirSync(folder, { recursive: true });
  return folder;
}
