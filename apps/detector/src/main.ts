/** @module Starts the detector. */
import { runWorker } from '@visage/host/worker.app';
import { detector } from './detector.worker.js';

await runWorker(detector);
