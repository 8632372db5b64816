/** @module Starts drive-sync. */
import { runMain } from '@visage/host/run.main';
import { createWorker } from '@visage/host/worker.app';
import { DriveSyncModule } from './drive-sync.module.js';
import { readEnv } from './env.js';

await runMain('drive-sync', async () => createWorker(DriveSyncModule.with(readEnv())));
