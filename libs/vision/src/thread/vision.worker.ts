/** @module Entry point of a pool thread: one engine, one task at a time. */
import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { BlurOrder, PhotoAnalysisOptions, PhotoOrigin } from '@visage/contracts/photo-analysis.contract';
import { NetworkGate } from '../network/network.gate.js';
import { buffersOf } from './transfer.list.js';
import { VisionEngine } from './vision.engine.js';
import type { PhotoInput, VisionSettings } from './vision.contract.js';
import { outcomeOf } from './vision.outcome.js';

/** Comes with every task: the caller may end this thread once it has shut the gate. */
interface Guarded {
  gate: Int32Array<SharedArrayBuffer>;
}

const settings: unknown = workerData;
const gate = new NetworkGate();
let loading: Promise<VisionEngine> | undefined;

/** Answers once the networks are loaded. */
export async function ready(task: Guarded): Promise<true> {
  await engineFor(task);
  return true;
}

export async function analyse(
  task: Guarded & { input: PhotoInput; options: PhotoAnalysisOptions },
): Promise<unknown> {
  const engine = await engineFor(task);
  return handOver(await outcomeOf(engine.analyse(task.input, task.options)));
}

export async function describe(task: Guarded & { input: PhotoInput; origin: PhotoOrigin }): Promise<unknown> {
  const engine = await engineFor(task);
  return handOver(await outcomeOf(engine.describe(task.input, task.origin)));
}

export async function blur(task: Guarded & { input: PhotoInput; order: BlurOrder }): Promise<unknown> {
  const engine = await engineFor(task);
  return handOver(await outcomeOf(engine.blur(task.input, task.order)));
}

export async function embed(task: Guarded & { aligned: Uint8Array[] }): Promise<unknown> {
  const engine = await engineFor(task);
  return handOver(await outcomeOf(engine.embed(task.aligned)));
}

export async function selfie(task: Guarded & { bytes: Uint8Array }): Promise<unknown> {
  const engine = await engineFor(task);
  return handOver(await outcomeOf(engine.selfie(task.bytes)));
}

/** Loaded by the first task rather than by the module: a module that fails to load would leave its task waiting. */
function engineFor(task: Guarded): Promise<VisionEngine> {
  if (!isSettings(settings)) throw new Error('This file runs only as a thread of VisionThreads.');
  gate.follow(task.gate);
  loading ??= VisionEngine.create(settings, gate);
  return loading;
}

/** Transfers pixels and vectors to the other thread without copying. */
function handOver(value: object): unknown {
  return move({ [transferableSymbol]: buffersOf(value), [valueSymbol]: value });
}

function isSettings(data: unknown): data is VisionSettings {
  return typeof data === 'object' && data !== null && 'models' in data && 'limits' in data;
}
