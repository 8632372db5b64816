/**
 * @module How well faces are grouped, on all of Labeled Faces in the Wild: `node benchmarks/dist/grouping.benchmark.js
 * [embedder]`. The first run embeds 10,562 photos, about ten minutes on two cores; the embeddings are kept.
 */
import { CARE_LEVELS } from '@visage/clustering/linkage/care.level';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import type { FacesToGroup } from '@visage/clustering/linkage/faces.input';
import { bcubedScore, pairwiseScore } from '@visage/clustering/measure/grouping.metrics';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { LikenessSpace } from '@visage/clustering/search/likeness.space';
import { SimilarPairs } from '@visage/clustering/search/similar.pairs';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { dataFolder } from './data.folder.js';
import { labelsOf, pickRows, shuffled } from './face.labels.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { connectedComponents, dbscan, labelPropagation, type SimilarPair } from './other.methods.js';
import { report, type Row } from './result.table.js';

/** Random orders of arrival, each with its own size of additions. */
const ARRIVALS = [
  { seed: 1, batch: 1000 },
  { seed: 2, batch: 500 },
  { seed: 3, batch: 2500 },
] as const;

/** A limit so low that even this event is searched by cells. */
const FORCED_INDEX_ROWS = 1_000;

/** Thresholds at which the other methods are tried. */
const SWEEP = Array.from({ length: 26 }, (_, i) => 0.3 + i * 0.02);

const { embedder, photos, embeddings, quality } = await lfwEmbeddings(dataFolder('lfw'), process.argv[2]);
const { dimensions, threshold, kinds } = embedder;
const truth = photos.map(({ person }) => person);
const faces: Omit<FacesToGroup, 'product'> = {
  embeddings,
  dimensions,
  kinds,
  photoIds: photos.map(({ photo }) => photo),
  quality,
  threshold,
};
const rows: Row[] = [];

function add(
  method: string,
  at: number,
  labels: readonly number[],
  true_: readonly string[],
  seconds: number,
): void {
  const bcubed = bcubedScore(labels, true_);
  const pairwise = pairwiseScore(labels, true_);
  rows.push({
    method,
    threshold: at,
    'BCubed P': bcubed.precision,
    'BCubed R': bcubed.recall,
    'BCubed F1': bcubed.f1,
    'pair P': pairwise.precision,
    'pair R': pairwise.recall,
    'pair F1': pairwise.f1,
    groups: new Set(labels).size,
    'CPU s': seconds.toFixed(1),
  });
}

const product = MatrixProduct.with();

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; seconds: number }> {
  const before = process.cpuUsage().user;
  const value = await work();
  return { value, seconds: (process.cpuUsage().user - before) / 1e6 };
}

async function grouped(method: string, input: Omit<FacesToGroup, 'product'>): Promise<void> {
  const { value, seconds } = await timed(() => groupFaces({ ...input, product }));
  add(method, value.threshold, labelsOf(truth.length, value.clusters), truth, seconds);
}

for (const care of CARE_LEVELS) await grouped(`average linkage, ${care}`, { ...faces, care });
await grouped('average linkage, balanced, by cells', {
  ...faces,
  care: 'balanced',
  indexRows: FORCED_INDEX_ROWS,
});
await grouped("average linkage at the embedder's threshold", faces);

for (const { seed, batch } of ARRIVALS) {
  const order = shuffled(truth.length, seededRandom(seed));
  const arriving = pickRows(embeddings, dimensions, order);
  let known: number[] = [];
  let last = { at: 0, seconds: 0 };
  for (let from = 0; from < order.length; from += batch) {
    const here = order.slice(0, from + batch);
    const earlier = here.map((_, face) => Math.max(-1, known[face] ?? -1));
    const { value, seconds } = await timed(() =>
      groupFaces({
        ...{
          product,
          dimensions,
          kinds,
          threshold,
          care: 'balanced',
          embeddings: arriving.subarray(0, here.length * dimensions),
        },
        photoIds: here,
        quality: here.map((face) => quality[face] ?? 0),
        ...(from === 0 ? {} : { known: earlier }),
      }),
    );
    known = labelsOf(here.length, value.clusters);
    last = { at: value.threshold, seconds };
  }
  const trueOrder = order.map((face) => truth[face] ?? '');
  add(
    `the same, arriving ${batch} at a time, order ${seed} (time of the last)`,
    last.at,
    known,
    trueOrder,
    last.seconds,
  );
}

const placed = embeddings.slice();
if (kinds) new LikenessSpace(kinds, dimensions).placeRows(placed);
const matrix = { values: placed, count: truth.length, dimensions };
const pairs: SimilarPair[] = [];
await new SimilarPairs(product).visit(matrix, matrix, SWEEP[0] ?? 0, (a, b, similarity) =>
  pairs.push({ a, b, similarity }),
);
const others: Record<string, (pairs: readonly SimilarPair[]) => number[]> = {
  'connected components, best threshold': (near) => connectedComponents(truth.length, near),
  'DBSCAN (min 3), best threshold': (near) => dbscan(truth.length, near, 3),
  'label propagation, best threshold': (near) => labelPropagation(truth.length, near),
};
for (const [method, group] of Object.entries(others)) {
  let best = { at: 0, f1: -1, labels: [] as number[], seconds: 0 };
  for (const at of SWEEP) {
    const { value, seconds } = await timed(() => group(pairs.filter(({ similarity }) => similarity >= at)));
    const { f1 } = bcubedScore(value, truth);
    if (f1 > best.f1) best = { at, f1, labels: value, seconds };
  }
  add(method, best.at, best.labels, truth, best.seconds);
}

const people = new Set(truth).size;
console.log(`${embedder.name}: ${truth.length} photos of ${people} people of LFW, the main face of each`);
report('grouping', rows, { embedder: embedder.name, photos: truth.length, people });
