import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChildStartError, settlesWithin, startChild, type ChildRequest } from './child.process.js';

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

test('a server that exits at once is reported with the end of its log', async () => {
  const failing = request('console.error("disk full"); process.exit(3)', {
    isReady: () => Promise.resolve(false),
  });
  await expect(startChild(failing)).rejects.toThrow(/Server ended at once \(exit code 3\)[\s\S]*disk full/);
});

test('a server that is killed at once is reported with the signal and the last lines of this start only', async () => {
  const logFile = join(folder, 'long.log');
  await writeFile(logFile, 'of an earlier start\n'.repeat(3));
  const script =
    'for (let line = 1; line <= 20; line++) console.log(`line ${line}`); process.kill(process.pid, "SIGKILL")';
  const failure = await startChild(request(script, { logFile, isReady: () => Promise.resolve(false) })).catch(
    (error: unknown) => error,
  );
  const tail = Array.from({ length: 15 }, (_, line) => `line ${line + 6}`).join('\n');
  expect(failure).toBeInstanceOf(ChildStartError);
  expect(failure).toMatchObject({
    name: 'ChildStartError',
    logTail: tail,
    message: `Server ended at once (SIGKILL); log: ${logFile}\n${tail}`,
  });
  const silent = await startChild(
    request('', { logFile: join(folder, 'empty.log'), isReady: () => Promise.resolve(false) }),
  ).catch(String);
  expect(silent).toBe(
    `ChildStartError: Server ended at once (exit code 0); log: ${join(folder, 'empty.log')}`,
  );
});

test('a server’s log is readable by its owner alone, and later starts append to it', async () => {
  const logFile = join(folder, 'kept.log');
  for (const word of ['first', 'second'])
    await (
      await startChild(request(`console.log("${word}")`, { logFile }))
    ).exited;
  expect(await readFile(logFile, 'utf8')).toBe('first\nsecond\n');
  expect((await stat(logFile)).mode & 0o777).toBe(0o600);
});

test('a server is given the environment it needs, and ours only if it asks for it', async () => {
  const seen = async (more: Partial<ChildRequest>): Promise<unknown> => {
    const logFile = join(folder, 'env.log');
    await rm(logFile, { force: true });
    const server = await startChild(
      request('console.log(JSON.stringify([process.env.TZ, process.env.PATH !== undefined]))', {
        logFile,
        ...more,
      }),
    );
    expect(await server.exited).toEqual({ code: 0, signal: null });
    return JSON.parse(await readFile(logFile, 'utf8'));
  };
  expect(await seen({ env: { TZ: 'Asia/Tokyo' } })).toEqual(['Asia/Tokyo', false]);
  expect(await seen({})).toEqual([null, false]);
  expect(await seen({ inheritEnv: true })).toMatchObject({ 1: true });
});

test('what settles is waited for, and what does not is given up', async () => {
  expect(await settlesWithin(Promise.resolve('done'), 60_000)).toBe(true);
  expect(await settlesWithin(new Promise(() => undefined), 10)).toBe(false);
});

test('a program that does not exist is reported by name', async () => {
  await expect(startChild(request('', { command: '/nowhere/server' }))).rejects.toThrow(
    /Server did not start.*ENOENT/,
  );
});

test('a server that never answers is stopped, not left running', async () => {
  const pidFile = join(folder, 'silent.pid');
  const script = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`;
  const silent = request(script, {
    isReady: () => Promise.reject(new Error('refused')),
    readyTimeoutMs: 1_000,
  });
  await expect(startChild(silent)).rejects.toThrow(/gave no answer within 1 s; log: /);
  const pid = Number(await readFile(pidFile, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

test('a server that ignores the polite signal is killed', async () => {
  const deaf = join(folder, 'deaf');
  const script = `process.on("SIGTERM", () => {}); require('fs').writeFileSync(${JSON.stringify(deaf)}, ''); setInterval(() => {}, 1000)`;
  const stubborn = await startChild(
    request(script, { isReady: () => access(deaf).then(() => true), readyTimeoutMs: 30_000 }),
  );
  await Promise.all([stubborn.stop(), stubborn.stop()]);
  expect(await stubborn.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await stubborn.stop();
});
