/**
 * @module What somebody who is in no photo of a small event is shown: `node benchmarks/dist/unknown.benchmark.js [photos of LFW]`.
 * Events of 5, 20 and 60 people of LFW, grouped, and in the moment before they are; beside it, what guests are shown.
 */
import { groupFaces, type FaceGrouping } from '@visage/clustering/linkage/cluster.faces';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { dataFolder } from './data.folder.js';
import { drawEvent } from './drawn.event.js';
import { pickRows } from './face.labels.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { report, type Row } from './result.table.js';
import { scoreSelfies, type SelfieScore } from './selfie.score.js';
import { percent } from './verification.score.js';

/** So many people come to the events of each size together, and as many do not. */
const PEOPLE = 1200;

const most = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const { photos, embeddings, quality, embedder } = await lfwEmbeddings(dataFolder('lfw'), undefined, most);
const { dimensions, threshold, kinds, name } = embedder;
const embedded = (row: number): Float32Array => pickRows(embeddings, dimensions, [row]);

const rows: Row[] = [];
for (const people of [5, 20, 60])
  for (const grouped of [true, false]) {
    const scores: SelfieScore[] = [];
    for (let draw = 1; draw <= PEOPLE / people; draw++) scores.push(await scoreOf(people, draw, grouped));
    const mean = (of: keyof SelfieScore): number =>
      scores.reduce((sum, score) => sum + score[of], 0) / scores.length;
    rows.push({
      ...{ people, faces: grouped ? 'grouped' : 'not grouped yet', events: scores.length },
      'unknown, shown somebody': percent(mean('strangersFound')),
      'guests found': percent(mean('found')),
      precision: mean('precision'),
      recall: mean('recall'),
    });
  }
report('unknown', rows, { embedder: name });

async function scoreOf(people: number, draw: number, grouped: boolean): Promise<SelfieScore> {
  const { groups, selfies, strangers } = drawEvent(photos, people, seededRandom(draw));
  const order = groups.flat();
  const faces = {
    ...{ embeddings: pickRows(embeddings, dimensions, order), dimensions },
    quality: order.map((row) => quality[row] ?? 0),
  };
  const photo = groups.flatMap((group, n) => group.map(() => n));
  const grouping: Pick<FaceGrouping, 'clusters' | 'unassigned'> = grouped
    ? await groupFaces({
        ...faces,
        ...{ product: MatrixProduct.with(), kinds, threshold, care: 'balanced', photoIds: photo },
      })
    : { clusters: [], unassigned: [...order.keys()] };
  return scoreSelfies(
    { ...faces, photo, truth: order.map((row) => photos[row]?.person ?? ''), grouping },
    embedder,
    selfies.map(({ person, row }) => ({ person, embedding: embedded(row) })),
    strangers.map(embedded),
  );
}
