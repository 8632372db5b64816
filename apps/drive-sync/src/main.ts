/** @module Starts drive-sync. */
import { runWorker } from '@visage/host/worker.app';
import { driveSync } from './drive-sync.worker.js';

await runWorker(driveSync);
