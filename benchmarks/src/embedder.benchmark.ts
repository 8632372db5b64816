/**
 * @module The embedders of the manifest beside each other on LFW pairs: `node benchmarks/dist/embedder.benchmark.js`.
 * Folds 7 and 8 hold nobody that any network here was trained on. Vectors are made once and kept (lfw.cache.ts); faces are
 * aligned by the published landmarks, so that the numbers are about embedders and not about detection.
 */
import { availableParallelism } from 'node:os';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { loadHarmonicProjection } from '@visage/models/harmonic.projection';
import { dataFolder } from './data.folder.js';
import { millisecondsAFace } from './embedder.speed.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { cosine } from './lfw.embeddings.js';
import { readPairs, type FacePair } from './lfw.pairs.js';
import { report, type Row } from './result.table.js';
import { manifest, MODEL_FOLDERS } from './shipped.models.js';
import { acceptsAt, crossValidated, mean, percent, type ScoredPair } from './verification.score.js';

const UNSEEN = new Set([7, 8]);

type Vectors = ReadonlyMap<string, Float32Array>;

const lfw = dataFolder('lfw');
const pairs = await readPairs(lfw);
const embedders = manifest.models.filter(({ role }) => role === 'embedder');
const vectors = new Map<string, Vectors>();
for (const { name } of embedders) vectors.set(name, await vectorsOf(name));
const speed = await millisecondsAFace(embedders.map(({ name }) => name));

const rows: Row[] = embedders.map((entry) => ({
  ...judge(entry.name, vectorsFor(entry.name), vectorsFor(entry.name)),
  'ms a face': speed.get(entry.name)?.alone.toFixed(1) ?? '',
  'of eight': speed.get(entry.name)?.together.toFixed(1) ?? '',
  MB: (entry.bytes / 1e6).toFixed(1),
}));
for (const entry of embedders) if (entry.harmony) rows.push(...(await across(entry, entry.harmony.model)));
report('embedder', rows, { unseenFolds: [...UNSEEN], threads: availableParallelism() });

async function vectorsOf(name: string): Promise<Vectors> {
  const { embedder, photos, embeddings } = await lfwEmbeddings(lfw, name);
  const { dimensions } = embedder;
  return new Map(
    photos.map(({ photo }, row) => [photo, embeddings.subarray(row * dimensions, (row + 1) * dimensions)]),
  );
}

function vectorsFor(name: string): Vectors {
  const found = vectors.get(name);
  if (!found) throw new Error(`"${name}" is no embedder of the manifest.`);
  return found;
}

/** One model's vector of the first photo against the other's, projected, of the second; and the other way round. */
async function across({ name }: ModelEntry, other: string): Promise<Row[]> {
  const { project } = await loadHarmonicProjection(manifest, name, MODEL_FOLDERS.modelsDir);
  const projected = new Map([...vectorsFor(other)].map(([photo, vector]) => [photo, project(vector)]));
  return [
    judge(`${name} against ${other}`, vectorsFor(name), projected),
    judge(`${other} against ${name}`, projected, vectorsFor(name)),
    judge(`${other}, projected`, projected, projected),
  ];
}

function judge(name: string, left: Vectors, right: Vectors): Row {
  const scored = pairs.map((pair) => score(pair, left, right));
  const unseen = scored.filter(({ fold }) => UNSEEN.has(fold));
  const everyFold = crossValidated(scored);
  return {
    embedder: name,
    'folds 7, 8': percent(mean(crossValidated(unseen))),
    'folds 1-8': percent(mean(everyFold)),
    'standard error': percent(standardError(everyFold)),
    'TAR at FAR 1 %': percent(acceptsAt(unseen, 0.01).accepts),
    'TAR at FAR 0.1 %': percent(acceptsAt(unseen, 0.001).accepts),
    'ms a face': '',
    'of eight': '',
    MB: '',
  };
}

function score({ a, b, same, fold }: FacePair, left: Vectors, right: Vectors): ScoredPair {
  const [first, second] = [left.get(a), right.get(b)];
  return { fold, same, similarity: first && second ? cosine(first, second) : -1 };
}

function standardError(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / (values.length - 1));
}
