/**
 * @module Runs a Node program to its end and says what it used. Loaded into that program (`--import`), it writes the numbers
 * to the file that `USAGE_FILE` names.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ChildUsage {
  wallSeconds: number;
  /** Of all threads, user and system. */
  cpuSeconds: number;
  peakBytes: number;
  stdout: string;
}

const target = process.env.USAGE_FILE;
if (target !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(
      target,
      JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 }),
    );
  });
}

/** @throws Error with the end of its output when the program fails. */
export async function runProgram(
  file: string,
  args: readonly string[],
  accepted: readonly number[] = [0],
): Promise<ChildUsage> {
  const folder = mkdtempSync(join(tmpdir(), 'visage-usage-'));
  const usageFile = join(folder, 'usage.json');
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', import.meta.url, file, ...args], {
    env: { ...process.env, USAGE_FILE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const wallSeconds = (performance.now() - begun) / 1000;
  try {
    if (!accepted.includes(code ?? -1)) throw new Error(`${file} ended with ${code}: ${stderr.slice(-2000)}`);
    return {
      wallSeconds,
      stdout,
      ...(JSON.parse(readFileSync(usageFile, 'utf8')) as { cpuSeconds: number; peakBytes: number }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
