/** @module Starts the compiled program as a person does in a terminal, for tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { inRepository } from '../../repository.folder.js';

export interface ProgramEnd {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `ended` resolves when the program has exited and all its output was read. */
export function startVisage(...words: string[]): { child: ChildProcess; ended: Promise<ProgramEnd> } {
  const child = spawn(process.execPath, [inRepository('apps/cli/dist/main.js'), ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end: ProgramEnd = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (end.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (end.stderr += text));
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...end, code }));
  });
  return { child, ended };
}

export function runVisage(...words: string[]): Promise<ProgramEnd> {
  return startVisage(...words).ended;
}
