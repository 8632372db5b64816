/** @module One step of `visage test`: a command that passes or fails as one test, or a run of vitest with its own count. */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from '../repository.folder.js';
import { countReport, NOTHING, type TestCount } from './test.count.js';

export type TestGroup = 'types' | 'lint' | 'unit' | 'e2e';

export interface TestStep {
  group: TestGroup;
  title: string;
  /** @param show is given the output; without it the output goes to the terminal as it comes. */
  run(env: Record<string, string>, show?: (output: Buffer) => void): Promise<TestCount>;
}

/** What a command ends with when the machine lacks what it needs, as in Automake's tests. */
const SKIPPED = 77;

/** A command counts as one test. */
export function commandStep(group: TestGroup, title: string, command: string, args: string[], folder = '.'): TestStep {
  return {
    group,
    title,
    async run(env, show) {
      const code = await execute({ command, args, folder }, env, show);
      if (code === SKIPPED) return { ...NOTHING, skipped: 1 };
      return code === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
    },
  };
}

/** Vitest counts its own tests. */
export function vitestStep(group: TestGroup, title: string, config: string): TestStep {
  return {
    group,
    title,
    async run(env, show) {
      const folder = await mkdtemp(join(tmpdir(), 'visage-test-'));
      const file = join(folder, 'report.json');
      const args = ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      try {
        const code = await execute({ command: 'vitest', args, folder: '.' }, env, show);
        return countReport(await readJson(file), code);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Program {
  command: string;
  args: string[];
  /** Of the workspace, where it runs. */
  folder: string;
}

/** @returns the exit code. */
function execute({ command, args, folder }: Program, env: Record<string, string>, show?: (output: Buffer) => void): Promise<number> {
  const cwd = join(repositoryFolder, folder);
  const path = [join(cwd, 'node_modules', '.bin'), join(repositoryFolder, 'node_modules', '.bin'), env.PATH].join(':');
  const output = show ? 'pipe' : 'inherit';
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...env, PATH: path }, stdio: ['ignore', output, output] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => show?.(chunk));
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.once('close', (code) => resolve(code ?? 1)); // all output has been read by then
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
