/** @module Starts the clusterer. */
import { runWorker } from '@visage/host/worker.app';
import { clusterer } from './clusterer.worker.js';

await runWorker(clusterer);
