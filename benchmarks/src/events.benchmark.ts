/**
 * @module Guests find themselves: `node benchmarks/dist/events.benchmark.js [events] [people] [people of the photo route]`.
 *
 * Events are drawn from LFW, people with several photos first, up to four of them in one photo; one photo of each is kept
 * out as the selfie. The large events use the kept embeddings. A smaller one goes the whole way: portraits are scaled,
 * tilted, blurred and saved at JPEG 40 to 95 side by side, and photos and selfies run through the pipeline as it ships.
 */
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { bcubedScore } from '@visage/clustering/measure/grouping.metrics';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { dataFolder } from './data.folder.js';
import { drawEvent } from './drawn.event.js';
import { labelsOf, pickRows } from './face.labels.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { groupAsShipped, photograph } from './photo.route.js';
import { report, type Row } from './result.table.js';
import { scoreSelfies, type GroupedFaces } from './selfie.score.js';
import { openVision } from './vision.open.js';

const [events = 3, people = 500, routePeople = 60] = process.argv.slice(2).map(Number);
const folder = dataFolder('lfw');
const { embedder, photos, embeddings, quality } = await lfwEmbeddings(folder);
const { dimensions, threshold, kinds } = embedder;
const rows: Row[] = [];

function add(
  name: string,
  faces: GroupedFaces,
  selfies: Parameters<typeof scoreSelfies>[2],
  strangers: Float32Array[],
): void {
  const score = scoreSelfies(faces, embedder, selfies, strangers);
  rows.push({
    event: name,
    photos: new Set(faces.photo).size,
    faces: faces.truth.length,
    people: selfies.length,
    'BCubed F1': bcubedScore(labelsOf(faces.truth.length, faces.grouping.clusters), faces.truth).f1,
    'selfie P': score.precision,
    'selfie R': score.recall,
    'guests found': score.found,
    'strangers found': score.strangersFound,
  });
}

for (let seed = 1; seed <= events; seed++) {
  const { groups, selfies, strangers } = drawEvent(photos, people, seededRandom(seed));
  const order = groups.flat();
  const photo = groups.flatMap((group, n) => group.map(() => n));
  const values = pickRows(embeddings, dimensions, order);
  const qualities = order.map((row) => quality[row] ?? 0);
  const grouping = await groupFaces({
    product: MatrixProduct.with(),
    ...{ embeddings: values, dimensions, kinds, threshold, care: 'balanced', photoIds: photo },
    quality: qualities,
  });
  const truth = order.map((row) => photos[row]?.person ?? '');
  const embedded = (row: number): Float32Array => pickRows(embeddings, dimensions, [row]);
  add(
    `embeddings, draw ${seed}`,
    { embeddings: values, dimensions, photo, truth, quality: qualities, grouping },
    selfies.map(({ person, row }) => ({ person, embedding: embedded(row) })),
    strangers.map(embedded),
  );
}

if (routePeople > 0) {
  const random = seededRandom(99);
  const event = drawEvent(photos, routePeople, random);
  const vision = await openVision();
  const { faces, selfies, strangers } = await photograph(vision, folder, photos, event, random);
  await vision.pool.close();
  console.log(
    `photo route: ${event.groups.flat().length} people photographed, ${faces.truth.length} faces found`,
  );
  add(
    'photos through the pipeline',
    { ...faces, grouping: await groupAsShipped(faces, embedder) },
    selfies,
    strangers,
  );
}

report('events', rows, { embedder: embedder.name });
