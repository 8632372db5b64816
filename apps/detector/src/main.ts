/** @module Starts the detector. */
import { runMain } from '@visage/host/run.main';
import { createWorker } from '@visage/host/worker.app';
import { DetectorModule } from './detector.module.js';
import { readEnv } from './env.js';

await runMain('detector', async () => createWorker(await DetectorModule.with(readEnv())));
