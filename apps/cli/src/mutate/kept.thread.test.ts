import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PoolOptions, PoolWorker } from 'vitest/node';
import { KeptThreads } from './kept.thread.js';

let distPath: string;
let threads: KeptThreads;
beforeEach(async () => {
  distPath = await mkdtemp(join(tmpdir(), 'visage-threads-'));
  await mkdir(join(distPath, 'workers'));
  const program = `const { parentPort, threadId } = require('node:worker_threads');
    parentPort.on('message', ({ type }) => parentPort.postMessage({ type, threadId }));`;
  await writeFile(join(distPath, 'workers', 'threads.js'), program);
  threads = new KeptThreads();
});
afterEach(async () => {
  await threads.giveUp();
  await rm(distPath, { recursive: true });
});

async function startWorker(): Promise<PoolWorker> {
  const worker = threads.createPoolWorker({
    distPath,
    env: {},
    execArgv: [],
    project: { name: 'rest' },
  } as unknown as PoolOptions);
  await worker.start();
  return worker;
}

/** Sends a message of this type, as far as its type can be told, and waits for the answer. */
function ask(worker: PoolWorker, type: 'run' | 'stop'): Promise<{ type: string; threadId?: number }> {
  return new Promise((resolve) => {
    worker.on('message', resolve);
    worker.send({ type } as Parameters<PoolWorker['send']>[0]);
  });
}

async function runOnce(): Promise<number | undefined> {
  const worker = await startWorker();
  const { threadId } = await ask(worker, 'run');
  await ask(worker, 'stop');
  await worker.stop();
  return threadId;
}

it('consecutive runs share a thread, which is given up in the end', async () => {
  const first = await runOnce();
  for (let run = 2; run <= 40; run += 1) expect(await runOnce()).toBe(first);
  expect(await runOnce()).not.toBe(first);
});

it('a thread that is told to stop keeps running, and Vitest gets its answer', async () => {
  const worker = await startWorker();
  expect(await ask(worker, 'stop')).toEqual({ type: 'stopped', __vitest_worker_response__: true });
});

it('no thread is given up while somebody has just started using it', async () => {
  for (let run = 1; run < 39; run += 1) await runOnce();
  const [earlier, later] = [await startWorker(), await startWorker()];
  await earlier.stop();
  expect((await ask(later, 'run')).type).toBe('run');
  await later.stop();
});

it('a thread that is no longer trusted is replaced by another', async () => {
  const first = await runOnce();
  await threads.giveUp();
  expect(await runOnce()).not.toBe(first);
});
