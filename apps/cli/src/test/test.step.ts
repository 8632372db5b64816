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
  run(env: Record<string, string>): Promise<TestCount>;
}

/** What a command ends with when the machine lacks what it needs, as in Automake's tests. */
const SKIPPED = 77;

/** A command counts as one test. */
export function commandStep(group: TestGroup, title: string, command: string, args: string[], folder = '.'): TestStep {
  return {
    group,
    title,
    async run(env) {
      const code = await execute(command, args, env, folder);
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
    async run(env) {
      const folder = await mkdtemp(join(tmpdir(), 'visage-test-'));
      const file = join(folder, 'report.json');
      const args = ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      try {
        const code = await execute('vitest', args, env);
        return countReport(await readJson(file), code);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Runs a program of the workspace in the terminal; its output is shown as it comes. @returns its exit code. */
function execute(command: string, args: string[], env: Record<string, string>, folder = '.'): Promise<number> {
  const cwd = join(repositoryFolder, folder);
  const path = [join(cwd, 'node_modules', '.bin'), join(repositoryFolder, 'node_modules', '.bin'), env.PATH].join(':');
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...env, PATH: path }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
