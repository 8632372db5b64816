/** @module Groups one made event and prints what it took, as JSON: a process of its own, so that its peak memory counts. */
import { availableParallelism } from 'node:os';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { bcubedScore } from '@visage/clustering/measure/grouping.metrics';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { labelsOf } from './face.labels.js';
import { makeEvent } from '@visage/clustering/measure/made.event';

export interface ScaleResult {
  faces: number;
  people: number;
  groups: number;
  bcubedF1: number;
  /** Of the processor and of the clock. */
  cpuSeconds: number;
  wallSeconds: number;
  peakBytes: number;
}

const [faces = NaN, seed = NaN, indexRows = NaN] = process.argv.slice(2).map(Number);
const event = makeEvent(faces, seed);
const cpu = process.cpuUsage();
const begun = performance.now();
const { clusters } = await groupFaces({
  product: MatrixProduct.with({ threads: availableParallelism() }),
  ...event,
  threshold: 0.36,
  care: 'balanced',
  ...(Number.isNaN(indexRows) ? {} : { indexRows }),
});
const wallSeconds = (performance.now() - begun) / 1000;
const spent = process.cpuUsage(cpu);
const result: ScaleResult = {
  faces,
  people: new Set(event.truth).size,
  groups: clusters.length,
  bcubedF1: bcubedScore(labelsOf(faces, clusters), [...event.truth]).f1,
  cpuSeconds: (spent.user + spent.system) / 1e6,
  wallSeconds,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(result));
