/**
 * @module What crowds and photo booths do to everybody else's groups: `node benchmarks/dist/intruders.benchmark.js [photos of LFW]`.
 * To 131 portraits of LFW come the group and crowd photos of two albums, or thirty strips of other people, each of two of them
 * three times. Portraits should stay where they were, and nobody should join them.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { VisionPool } from '@visage/vision/thread/vision.pool';
import { dataFolder } from './data.folder.js';
import { shuffled } from './face.labels.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { report, type Row } from './result.table.js';
import { shippedModels } from './shipped.models.js';
import { percent } from './verification.score.js';

const DRAWS = 6;
const PORTRAITS = 131;
const STRIPS = 30;
/** A photo of two hundred people on a busy machine. */
const PATIENCE_MS = 900_000;

interface Intruder {
  embedding: Float32Array;
  quality: number;
  photo: string;
}

const most = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const { photos, embeddings, quality, embedder } = await lfwEmbeddings(dataFolder('lfw'), undefined, most);
const { dimensions, threshold, kinds } = embedder;
const rowsOf = new Map<string, number[]>();
photos.forEach(({ person }, row) => rowsOf.set(person, [...(rowsOf.get(person) ?? []), row]));
const several = [...rowsOf].filter(([, rows]) => rows.length >= 3);
const embeddingOf = (row: number): Float32Array =>
  embeddings.subarray(row * dimensions, (row + 1) * dimensions);

const crowds = await readCrowds();
const rows: Row[] = [];
for (let draw = 1; draw <= DRAWS; draw++) {
  const order = shuffled(several.length, seededRandom(draw)).map((place) => several[place]?.[1] ?? []);
  const portraits = order
    .filter((_, place) => place % 2 === 0)
    .flatMap((own) => own.slice(0, 12))
    .slice(0, PORTRAITS);
  const others = order.filter((_, place) => place % 2 === 1);
  const strips = Array.from({ length: STRIPS }, (_, strip): Intruder[] =>
    [others[(2 * strip) % others.length], others[(2 * strip + 1) % others.length]].flatMap((own = []) =>
      own.slice(0, 3).map((row) => ({
        ...{ embedding: embeddingOf(row), quality: quality[row] ?? 0, photo: `strip ${strip}` },
      })),
    ),
  ).flat();
  for (const [what, intruders] of [
    ['nobody', []],
    ['crowds', crowds],
    ['strips', strips],
  ] as const)
    rows.push({ draw, joined: what, ...(await grouped(portraits, intruders)) });
}
report('intruders', rows, { embedder: embedder.name });

async function grouped(portraits: readonly number[], intruders: readonly Intruder[]): Promise<Row> {
  const result = await groupFaces({
    product: MatrixProduct.with(),
    embeddings: Float32Array.from(
      [...portraits.map(embeddingOf), ...intruders.map(({ embedding }) => embedding)].flatMap((row) => [
        ...row,
      ]),
    ),
    ...{ dimensions, kinds, threshold, care: 'balanced' },
    photoIds: [...portraits.map(String), ...intruders.map(({ photo }) => photo)],
    quality: [...portraits.map((row) => quality[row] ?? 0), ...intruders.map((face) => face.quality)],
  });
  const main = new Map<string, number>();
  let impure = 0;
  for (const { faces } of result.clusters) {
    const names = faces.map((face) => photos[portraits[face] ?? -1]?.person ?? 'an intruder');
    const portrayed = names.filter((name) => name !== 'an intruder');
    if (portrayed.length > 0 && new Set(names).size > 1) impure++;
    for (const name of new Set(portrayed)) {
      const own = portrayed.filter((one) => one === name).length;
      main.set(name, Math.max(main.get(name) ?? 0, own));
    }
  }
  const together = [...main.values()].reduce((sum, own) => sum + own, 0);
  return {
    portraits: portraits.length,
    'in their main group': percent(together / portraits.length),
    'impure groups': impure,
    threshold: result.threshold,
  };
}

async function readCrowds(): Promise<Intruder[]> {
  const pool = await VisionPool.create({
    ...{ models: await shippedModels(), threads: 1 },
    limits: { ...photoLimitsSchema.parse({}), timeoutMs: PATIENCE_MS },
  });
  const found: Intruder[] = [];
  for (const album of ['albums/groups', 'albums/friends/photos']) {
    const folder = dataFolder(album);
    for (const file of (await readdir(folder)).filter((name) => /[.](jpe?g|png)$/i.test(name)).sort()) {
      const { faces } = await pool.analyse({ path: join(folder, file) }, { embed: true });
      for (const face of faces)
        if (face.embedding) found.push({ embedding: face.embedding, quality: face.quality, photo: file });
    }
  }
  await pool.close();
  return found;
}
