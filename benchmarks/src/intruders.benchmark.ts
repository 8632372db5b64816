/**
 * @module What crowds and photo booths do to everybody else's groups: `node benchmarks/dist/intruders.benchmark.js [photos of LFW]`.
 * To 131 portraits of LFW come the group and crowd photos of two albums, or thirty strips of other people, each of two of them
 * three times. Portraits should stay where they are without, and nobody should join them.
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
  const alone = await grouped(portraits, []);
  rows.push(rowOf(draw, 'nobody', alone, alone));
  rows.push(rowOf(draw, 'crowds', await grouped(portraits, crowds), alone));
  rows.push(rowOf(draw, 'strips', await grouped(portraits, strips), alone));
}
report('intruders', rows, { embedder: embedder.name });

interface Portrayed {
  /** Portraits in the group that holds most of their person. */
  main: Set<number>;
  impure: number;
  threshold: number;
}

async function grouped(portraits: readonly number[], intruders: readonly Intruder[]): Promise<Portrayed> {
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
  const nameOf = (face: number): string => photos[portraits[face] ?? -1]?.person ?? 'an intruder';
  const main = new Map<string, number[]>();
  let impure = 0;
  for (const { faces } of result.clusters) {
    const names = new Set(faces.map(nameOf));
    if (names.size > 1) impure++;
    names.delete('an intruder');
    for (const name of names) {
      const own = faces.filter((face) => nameOf(face) === name);
      if (own.length > (main.get(name)?.length ?? 0)) main.set(name, own);
    }
  }
  return { main: new Set([...main.values()].flat()), impure, threshold: result.threshold };
}

function rowOf(
  draw: number,
  joined: string,
  { main, impure, threshold: at }: Portrayed,
  alone: Portrayed,
): Row {
  const stay = [...alone.main].filter((face) => main.has(face)).length;
  return {
    ...{ draw, joined, portraits: PORTRAITS },
    'in their main group': percent(main.size / PORTRAITS),
    'of those who are without': percent(stay / alone.main.size),
    'impure groups': impure,
    threshold: at,
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
