/** @module Entry of a pool thread: one engine, one task at a time. */
import { workerData } from 'node:worker_threads';
import { move } from 'piscina';
import type { PhotoAnalysis, PhotoAnalysisOptions } from '@visage/contracts/photo-analysis.contract';
import { VisionEngine } from './vision.engine.js';
import type { PhotoInput, SelfieAnalysis, VisionSettings } from './vision.contract.js';
import { outcomeOf, type Outcome } from './vision.outcome.js';

const settings: VisionSettings = workerData;
const engine = await VisionEngine.create(settings);

/** Answers once the networks are loaded. */
export function ready(): true {
  return true;
}

export function analyse(task: { input: PhotoInput; options: PhotoAnalysisOptions }): Promise<Outcome<PhotoAnalysis>> {
  return outcomeOf(engine.analyse(task.input, task.options));
}

export function embed(aligned: Uint8Array[]): Promise<Outcome<Float32Array[]>> {
  return outcomeOf(engine.embed(aligned));
}

export function selfie(bytes: Uint8Array): Promise<Outcome<SelfieAnalysis>> {
  return outcomeOf(engine.selfie(bytes));
}
