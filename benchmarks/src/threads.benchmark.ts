/**
 * @module How many networks side by side, and how many threads of ONNX Runtime each: `node benchmarks/dist/threads.benchmark.js
 * [seconds]`. Each worker, a thread of Node or a process, runs what a photo of four people asks of the networks, again and again.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { VerifiedModel } from '@visage/contracts/model.contract';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { report, type Row } from './result.table.js';
import { shippedModels } from './shipped.models.js';

/** Runs a photo: windows and second looks, views of the landmarks, faces and their mirror images. */
const RUNS = { detector: 24, landmarks: 8, embedder: 8 } as const;

interface Crew {
  workers: number;
  as: 'threads' | 'processes';
  onnxThreads: number;
}

interface Task {
  onnxThreads: number;
  seconds: number;
}

const CREWS: readonly Crew[] = [
  { workers: 1, as: 'threads', onnxThreads: 1 },
  { workers: 1, as: 'threads', onnxThreads: 2 },
  { workers: 2, as: 'threads', onnxThreads: 1 },
  { workers: 2, as: 'threads', onnxThreads: 2 },
  { workers: 4, as: 'threads', onnxThreads: 1 },
  { workers: 2, as: 'processes', onnxThreads: 1 },
  { workers: 2, as: 'processes', onnxThreads: 2 },
];

const child = process.argv[2] === 'task' ? (JSON.parse(process.argv[3] ?? '') as Task) : null;
if (child) process.send?.(await photosOf(child));
else if (!isMainThread) parentPort?.postMessage(await photosOf(workerData as Task));
else await compare(Number(process.argv[2] ?? 8));

async function compare(seconds: number): Promise<void> {
  const rows: Row[] = [];
  let one = NaN;
  for (const { workers, as, onnxThreads } of CREWS) {
    const done = await Promise.all(
      Array.from({ length: workers }, () => start(as, { onnxThreads, seconds })),
    );
    const photos = done.reduce((sum, count) => sum + count, 0) / seconds;
    if (Number.isNaN(one)) one = photos;
    rows.push({
      workers,
      as,
      'ONNX threads each': onnxThreads,
      'photos/s': photos.toFixed(2),
      'times one': (photos / one).toFixed(2),
    });
  }
  report('threads', rows);
}

function start(as: Crew['as'], task: Task): Promise<number> {
  const worker =
    as === 'threads'
      ? new Worker(new URL(import.meta.url), { workerData: task })
      : fork(fileURLToPath(import.meta.url), ['task', JSON.stringify(task)]);
  return new Promise((done, failed) => {
    worker.once('message', (count) => done(Number(count)));
    worker.once('error', failed);
  });
}

/** How many photos' runs were done in the time, loading not counted. */
async function photosOf({ onnxThreads, seconds }: Task): Promise<number> {
  const models = await shippedModels();
  const photo: (() => Promise<unknown>)[] = [];
  for (const role of ['detector', 'landmarks', 'embedder'] as const) {
    const run = await opened(models[role], onnxThreads);
    for (let n = 0; n < RUNS[role]; n += 1) photo.push(run);
  }
  let runs = 0;
  const end = performance.now() + 1000 * seconds;
  for (; performance.now() < end; runs += 1) await photo[runs % photo.length]?.();
  return runs / photo.length;
}

async function opened({ path, input }: VerifiedModel, threads: number): Promise<() => Promise<unknown>> {
  const options = {
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  } as const;
  const session = await InferenceSession.create(path, options);
  const channels = input.order === 'grey' ? 1 : 3;
  const values = new Float32Array(channels * input.height * input.width).map((_, i) => Math.sin(i));
  const feeds = {
    [session.inputNames[0] ?? '']: new Tensor('float32', values, [1, channels, input.height, input.width]),
  };
  return () => session.run(feeds);
}
