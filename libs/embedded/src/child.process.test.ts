import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChild, type ChildRequest } from './child.process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-child-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function request(script: string, more: Partial<ChildRequest> = {}): ChildRequest {
  return {
    label: 'Server',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    logFile: join(folder, 'server.log'),
    isReady: () => Promise.resolve(true),
    readyTimeoutMs: 5_000,
    stopWith: [{ signal: 'SIGTERM', waitMs: 300 }],
    ...more,
  };
}

test('a server that ends at once is reported with the end of its log', async () => {
  const failing = request('console.error("disk full"); process.exit(3)', { isReady: () => Promise.resolve(false) });
  await expect(startChild(failing)).rejects.toThrow(/Server ended at once \(exit code 3\)[\s\S]*disk full/);
});

test('a program that does not exist is reported by name', async () => {
  await expect(startChild(request('', { command: '/nowhere/server' }))).rejects.toThrow(/Server does not start.*ENOENT/);
});

test('a server that never answers is stopped, not left running', async () => {
  const pidFile = join(folder, 'silent.pid');
  const script = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const silent = request(script, { isReady: () => Promise.reject(new Error('refused')), readyTimeoutMs: 1_000 });
  await expect(startChild(silent)).rejects.toThrow(/gave no answer within/);
  const pid = Number(await readFile(pidFile, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test('a server that ignores the polite signal is killed', async () => {
  const deaf = join(folder, 'deaf');
  const script = `process.on("SIGTERM", () => {}); require('fs').writeFileSync(${JSON.stringify(deaf)}, ''); setInterval(() => {}, 1000)`;
  const stubborn = await startChild(request(script, { isReady: () => access(deaf).then(() => true), readyTimeoutMs: 30_000 }));
  await stubborn.stop();
  expect(await stubborn.exited).toEqual({ code: null, signal: 'SIGKILL' });
});
