/**
 * @module One step of `visage test`: a command that passes or fails as one test, or a run of vitest with its own
 * count.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from '../repository.folder.js';
import { readReport, type TestReport } from './test.report.js';

export type TestGroup = 'types' | 'lint' | 'unit' | 'e2e';

export interface TestStep {
  group: TestGroup;
  title: string;
  /** Whether it can run some of its files only. */
  takesFiles: boolean;
  run(env: Record<string, string>, options?: StepOptions): Promise<TestReport>;
}

export interface StepOptions {
  /** Parts of paths: only test files that contain one of them are run, in steps that take files. */
  files?: readonly string[] | undefined;
  /** Receives the output; without it, the output goes to the terminal as it comes. */
  show?: ((output: Buffer) => void) | undefined;
}

/** Exit code of a command when the machine lacks what it needs, as in Automake's tests. */
const SKIPPED = 77;

/** A command counts as one test. */
export function commandStep(
  group: TestGroup,
  title: string,
  command: string,
  args: string[],
  folder = '.',
): TestStep {
  return {
    ...{ group, title, takesFiles: false },
    async run(env, { show } = {}) {
      const code = await execute({ command, args, folder }, env, show);
      const count = {
        passed: Number(code === 0),
        failed: Number(code !== 0 && code !== SKIPPED),
        skipped: Number(code === SKIPPED),
      };
      const failures =
        count.failed > 0 ? [{ file: '', name: title, reason: `${command} ended with ${code}` }] : [];
      return { count, failures };
    },
  };
}

/** Vitest counts its own tests. */
export function vitestStep(group: TestGroup, title: string, config: string): TestStep {
  return {
    ...{ group, title, takesFiles: true },
    async run(env, { files = [], show } = {}) {
      const folder = await mkdtemp(join(tmpdir(), 'visage-test-'));
      const report = join(folder, 'report.json');
      const args = [
        'run',
        '--config',
        config,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ];
      // named files may all belong to another step
      if (files.length > 0) args.push('--passWithNoTests', ...files);
      try {
        const code = await execute({ command: 'vitest', args, folder: '.' }, env, show);
        return readReport(await readJson(report), { exitCode: code, title, mayBeEmpty: files.length > 0 });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Program {
  command: string;
  args: string[];
  /** The workspace in which it runs. */
  folder: string;
}

/** @returns the exit code. */
function execute(
  { command, args, folder }: Program,
  env: Record<string, string>,
  show?: (output: Buffer) => void,
): Promise<number> {
  const cwd = join(repositoryFolder, folder);
  const path = [
    join(cwd, 'node_modules', '.bin'),
    join(repositoryFolder, 'node_modules', '.bin'),
    env.PATH,
  ].join(':');
  const output = show ? 'pipe' : 'inherit';
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, PATH: path },
      stdio: ['ignore', output, output],
    });
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
