/** @module Starts the clusterer. */
import { runMain } from '@visage/host/run.main';
import { createWorker } from '@visage/host/worker.app';
import { ClustererModule } from './clusterer.module.js';
import { readEnv } from './env.js';

await runMain('clusterer', async () => createWorker(await ClustererModule.with(readEnv())));
