import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { VerifiedModel } from '@visage/contracts/model.contract';
import { NetworkGate } from '../network/network.gate.js';
import { NetworkGates } from '../network/network.gates.js';
import { LIMITS } from '../testing/shipped.models.js';
import { VisionThreads } from './vision.threads.js';

/**
 * A thread that does as it is told: the photo's path says what. It echoes what it was sent, waits until a number in
 * shared memory is set, or holds its gate as a running network does.
 */
const WORKER = `
import { threadId, workerData } from 'node:worker_threads';
const { signals } = workerData.models;
export async function ready() {
  Atomics.add(signals, 0, 1);
  if (workerData.limits.maxPixels === 1) throw new Error('no such network');
  return true;
}
export async function analyse({ gate, input, options }) {
  if (input.path === 'network') Atomics.add(gate, 0, 1);
  Atomics.add(signals, 1, 1);
  if (input.path === 'wait') while (Atomics.load(signals, 2) === 0) await new Promise((go) => setTimeout(go, 1));
  if (input.path === 'wait too') while (Atomics.load(signals, 4) === 0) await new Promise((go) => setTimeout(go, 1));
  if (input.path === 'network') { await new Promise((go) => setTimeout(go, 60)); Atomics.add(signals, 3, 1); Atomics.sub(gate, 0, 1); await new Promise(() => undefined); }
  if (input.path === 'stuck') for (;;) Atomics.wait(signals, 7, 0, 1000);
  if (input.path === 'wrong') return { ok: false, error: { code: 'corrupt-image', reason: 'Damaged.' } };
  if (input.path === 'bug') throw new TypeError('a bug');
  return { ok: true, value: { threadId, input, options } };
}
export async function embed({ aligned }) { return { ok: true, value: aligned.map((face) => ({ embedding: Float32Array.from(face) })) }; }
export async function selfie({ bytes }) { return { ok: true, value: { faces: [], bytes } }; }
`;

let folder: string;
let file: URL;
let signals = new Int32Array(new SharedArrayBuffer(32));
const open: VisionThreads[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-threads-'));
  const path = join(folder, 'made.worker.mjs');
  await writeFile(path, WORKER);
  file = pathToFileURL(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  vi.useRealTimers();
  for (const waiting of [2, 4]) Atomics.store(signals, waiting, 1);
  await Promise.all(open.splice(0).map((threads) => threads.close()));
});

/**
 * `signals`: threads loaded, photos begun, whether `wait` may proceed, networks ended, whether `wait too` may proceed.
 */
async function start(count: number, limits: Partial<typeof LIMITS> = {}): Promise<VisionThreads> {
  signals = new Int32Array(new SharedArrayBuffer(32));
  const none = {} as VerifiedModel; // the test thread loads no network
  const models = { detector: none, landmarks: none, embedder: none, signals };
  const threads = await VisionThreads.create(file, { models, limits: { ...LIMITS, ...limits } }, count);
  open.push(threads);
  return threads;
}

const begun = async (photos: number): Promise<void> =>
  expect.poll(() => Atomics.load(signals, 1), { interval: 1 }).toBe(photos);

describe('vision in threads', () => {
  it('is ready when every thread has its networks', async () => {
    await start(2);
    expect(Atomics.load(signals, 0)).toBe(2);
  });

  it('cannot start without its networks', async () => {
    await expect(start(1, { maxPixels: 1 })).rejects.toThrow('no such network');
    await expect(start(0)).rejects.toThrow();
  });

  it('leaves the caller’s bytes unchanged, and answers with what was asked', async () => {
    const threads = await start(1);
    const bytes = Uint8Array.of(1, 2, 3);
    expect(await threads.analyse({ bytes }, { previewSize: 9 })).toMatchObject({
      input: { bytes: Uint8Array.of(1, 2, 3) },
      options: { previewSize: 9 },
    });
    expect(await threads.selfie(bytes)).toMatchObject({ bytes: Uint8Array.of(1, 2, 3) });
    expect(await threads.embed([bytes, bytes])).toEqual(
      [1, 2].map(() => ({ embedding: Float32Array.of(1, 2, 3) })),
    );
    expect(await threads.analyse({ path: '/a.jpg' }, {})).toMatchObject({ input: { path: '/a.jpg' } });
    expect([...bytes]).toEqual([1, 2, 3]);
  });

  it('reports a fault of the photo as such, and a fault of the program as such', async () => {
    const threads = await start(1);
    await expect(threads.analyse({ path: 'wrong' }, {})).rejects.toThrow(
      new PhotoError('corrupt-image', 'Damaged.'),
    );
    await expect(threads.analyse({ path: 'wrong' }, {})).rejects.toBeInstanceOf(PhotoError);
    await expect(threads.analyse({ path: 'bug' }, {})).rejects.toThrow('a bug');
    expect(await threads.analyse({ path: 'next' }, {})).toMatchObject({ input: { path: 'next' } });
  });

  it('works on as many photos at once as there are threads', async () => {
    const threads = await start(2);
    const work = ['wait', 'wait', 'third'].map((path) => threads.analyse({ path }, {}));
    await begun(2);
    expect(Atomics.load(signals, 1)).toBe(2);
    Atomics.store(signals, 2, 1);
    await Promise.all(work);
    expect(Atomics.load(signals, 1)).toBe(3);
  });

  it('gives up a photo that takes too long, replaces its thread, and continues with the next', async () => {
    const threads = await start(1, { timeoutMs: 5_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const [first, second] = [threads.analyse({ path: 'stuck' }, {}), threads.analyse({ path: 'next' }, {})];
    const failed = expect(first).rejects.toMatchObject({
      code: 'timeout',
      reason: expect.stringContaining('5 s') as string,
    });
    await begun(1);
    vi.advanceTimersByTime(5_000);
    expect(await second).toMatchObject({ input: { path: 'next' } });
    await failed;
    expect(Atomics.load(signals, 0)).toBe(2); // the new thread was loaded, but not on the next photo's time
  });

  it('never ends a thread while a network runs in it', async () => {
    const threads = await start(1, { timeoutMs: 5_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const failed = expect(threads.analyse({ path: 'network' }, {})).rejects.toMatchObject({
      code: 'timeout',
    });
    await begun(1);
    vi.advanceTimersByTime(5_000);
    await failed;
    expect(Atomics.load(signals, 3)).toBe(1);
  });

  it('gives a photo its whole time, however long it waited for its turn', async () => {
    const threads = await start(1, { timeoutMs: 5_000 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const first = threads.analyse({ path: 'wait' }, {});
    const second = threads.analyse({ path: 'wait too' }, {});
    await begun(1);
    vi.advanceTimersByTime(4_900);
    Atomics.store(signals, 2, 1);
    await first;
    await begun(2);
    vi.advanceTimersByTime(4_900);
    Atomics.store(signals, 4, 1);
    await second;
    expect(Atomics.load(signals, 0)).toBe(1); // nobody was late
  });

  it('finishes its work in progress when it is closed, rejects what waits, and accepts no more', async () => {
    const threads = await start(1);
    const first = threads.analyse({ path: 'wait' }, {});
    const second = expect(threads.analyse({ path: 'second' }, {})).rejects.toThrow('closed');
    await begun(1);
    const closing = threads.close();
    expect(threads.close()).toBe(closing);
    await expect(threads.embed([])).rejects.toThrow('closed');
    Atomics.store(signals, 2, 1);
    expect(await first).toMatchObject({ input: { path: 'wait' } });
    await second;
    await closing;
    expect(Atomics.load(signals, 1)).toBe(1);
  });
});

describe('the gates of all threads', () => {
  it('are shut together, but only those of unfinished work', async () => {
    const gates = new NetworkGates();
    let end = (): void => undefined;
    const held: NetworkGate[] = [];
    const work = gates.during((gate) => {
      held.push(gate);
      return new Promise<void>((resolve) => (end = resolve));
    });
    const done = await gates.during((gate) => Promise.resolve(gate));
    await expect(gates.during(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await gates.shut();
    expect([held[0], done].map((gate) => Atomics.load(gate?.shared ?? new Int32Array(1), 0))).toEqual([
      -1, 0,
    ]);
    end();
    await work;
    gates.close();
  });

  it('are shut when the process exits, as long as there are threads', async () => {
    const listeners = (): number => process.listenerCount('exit');
    const before = listeners();
    const gates = new NetworkGates();
    expect(listeners()).toBe(before + 1);
    const shut = process.listeners('exit').at(-1);
    await gates.during((gate) => {
      shut?.call(process, 0);
      expect(Atomics.load(gate.shared, 0)).toBe(-1);
      return Promise.resolve();
    });
    gates.close();
    expect(listeners()).toBe(before);
  });

  it('wait at exit for a network that is running, but not for ever', async () => {
    const gate = new NetworkGate();
    Atomics.store(gate.shared, 0, 1);
    const times = [10_000, 11_999, 12_000];
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? NaN);
    gate.shutAtExit();
    clock.mockRestore();
    expect(times).toEqual([]);
    expect(Atomics.load(gate.shared, 0)).toBe(1);
    Atomics.store(gate.shared, 0, 0);
    gate.shutAtExit();
    gate.shutAtExit(); // calling it twice is the same as once
    expect(Atomics.load(gate.shared, 0)).toBe(-1);
    await gate.shut();
  });
});
