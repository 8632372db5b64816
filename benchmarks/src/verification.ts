/**
 * @module LFW verification, photo in to answer out: `node benchmarks/dist/verification.js [embedder]`. The threshold is
 * chosen on folds 3 to 8, the accuracy told for folds 1 and 2, which share no person with them.
 */
import { LikenessSpace } from '@visage/clustering/search/likeness.space';
import { dataFolder } from './data.folder.js';
import { cosine, embedPhotos } from './lfw.embeddings.js';
import { readPairs } from './lfw.pairs.js';
import {
  acceptsAt,
  accuracy,
  bestThreshold,
  crossValidated,
  falseAccepts,
  falseRejects,
  mean,
  percent,
  type ScoredPair,
} from './verification.score.js';
import { openVision } from './vision.open.js';

const HELD_OUT = new Set([1, 2]);

const lfw = dataFolder('lfw');
const vision = await openVision(process.argv[2]);
const pairs = await readPairs(lfw);
const photos = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort();

const begun = performance.now();
const faces = await embedPhotos(vision, lfw, photos);
const seconds = (performance.now() - begun) / 1000;
await vision.pool.close();

const { name, threshold, kinds, dimensions } = vision.embedder;
const space = kinds && new LikenessSpace(kinds, dimensions);
const place = (embedding: Float32Array): Float32Array => space?.place(embedding) ?? embedding;
const likeness = (a: Float32Array, b: Float32Array): number => cosine(place(a), place(b));

const scored: ScoredPair[] = pairs.map(({ a, b, same, fold }) => {
  const [first, second] = [faces.get(a), faces.get(b)];
  return { fold, same, similarity: first && second ? likeness(first.embedding, second.embedding) : -1 };
});
const heldOut = scored.filter(({ fold }) => HELD_OUT.has(fold));
const tuning = scored.filter(({ fold }) => !HELD_OUT.has(fold));

console.log(`${name}: ${photos.length} photos, main face found in ${faces.size}`);
console.log(`  ${(photos.length / seconds).toFixed(1)} photos a second on ${vision.threads} threads`);
const tuned = bestThreshold(tuning);
console.log(`folds 3-8: best threshold ${tuned.toFixed(3)}, accuracy ${percent(accuracy(tuning, tuned))}`);
console.log(`folds 1-2: accuracy ${percent(accuracy(heldOut, tuned))} at that threshold`);
const crossed = crossValidated(scored);
console.log(`${crossed.length} folds, each with the threshold of the others: ${percent(mean(crossed))}`);
console.log(
  `manifest threshold ${threshold}: folds 1-2 ${percent(accuracy(heldOut, threshold))}, all ${percent(accuracy(scored, threshold))}; ` +
    `false accepts ${percent(falseAccepts(scored, threshold))}, false rejects ${percent(falseRejects(scored, threshold))}`,
);
const strict = acceptsAt(scored, 0.001);
console.log(
  `at 0.1 % false accepts (threshold ${strict.threshold.toFixed(3)}): ${percent(strict.accepts)} true accepts`,
);
