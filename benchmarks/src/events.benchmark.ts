/**
 * @module Guests find themselves: `node benchmarks/dist/events.benchmark.js [events] [people] [people of the photo route]`.
 *
 * Events are drawn from LFW, people with several photos first, up to four of them in one photo; one photo of each is kept
 * out as the selfie. The large events use the kept embeddings. A smaller one goes the whole way: portraits are scaled,
 * tilted, blurred and saved at JPEG 40 to 95 side by side, and photos and selfies run through the pipeline as it ships.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groupFaces } from '@visage/clustering/cluster.faces';
import { bcubedScore } from '@visage/clustering/grouping.metrics';
import { seededRandom } from '@visage/clustering/seeded.random';
import { dataFolder } from './data.folder.js';
import { drawEvent } from './drawn.event.js';
import { labelsOf, pickRows } from './face.labels.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { composePhoto, drawDamage } from './photo.damage.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';
import { scoreSelfies, type GroupedFaces } from './selfie.score.js';
import { openVision } from './vision.open.js';

const [events = 3, people = 500, routePeople = 60] = process.argv.slice(2).map(Number);
const folder = dataFolder('lfw');
const { embedder, photos, embeddings, quality } = await lfwEmbeddings(folder);
const { dimensions, threshold } = embedder;
const rows: Row[] = [];

/** Side of a portrait's cell in a composed photo; see `composePhoto`. */
const CELL = 260;

function add(name: string, faces: GroupedFaces, selfies: Parameters<typeof scoreSelfies>[2], strangers: Float32Array[]): void {
  const score = scoreSelfies(faces, threshold, selfies, strangers);
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
  const grouping = groupFaces({
    ...{ embeddings: values, dimensions, threshold, care: 'balanced', photoIds: photo },
    quality: order.map((row) => quality[row] ?? 0),
  });
  const truth = order.map((row) => photos[row]?.person ?? '');
  const embedded = (row: number): Float32Array => pickRows(embeddings, dimensions, [row]);
  add(
    `embeddings, draw ${seed}`,
    { embeddings: values, dimensions, photo, truth, grouping },
    selfies.map(({ person, row }) => ({ person, embedding: embedded(row) })),
    strangers.map(embedded),
  );
}

if (routePeople > 0) {
  const random = seededRandom(99);
  const { groups, selfies, strangers } = drawEvent(photos, routePeople, random);
  const vision = await openVision();
  const read = (row: number): Promise<Buffer> => readFile(join(folder, 'images', photos[row]?.photo ?? ''));
  const damaged = groups.map((group) => group.map((row) => ({ row, damage: drawDamage(random) })));
  const found = await mapWide(damaged, vision.threads, async (group) => {
    const portraits = await Promise.all(group.map(async ({ row, damage }) => ({ bytes: await read(row), damage })));
    return vision.pool.analyse({ bytes: await composePhoto(portraits) }, { embed: true });
  });
  const selfie = async (row: number): Promise<Float32Array | null> => (await vision.pool.selfie(await read(row))).face?.embedding ?? null;
  const own = await mapWide(selfies, vision.threads, async ({ person, row }) => ({ person, embedding: await selfie(row) }));
  const others = await mapWide(strangers, vision.threads, selfie);
  await vision.pool.close();
  const faces = found.flatMap(({ faces: analysed }, photo) =>
    analysed.map((face) => {
      const place = Math.floor((face.box[0] + face.box[2] / 2) / CELL);
      const middle = (place + 0.5) * CELL;
      // people in the background of a portrait are nobody we know
      const central = Math.abs(face.box[0] + face.box[2] / 2 - middle) < CELL / 5;
      const person = photos[groups[photo]?.[place] ?? -1]?.person ?? '';
      return { face, photo, person: central ? person : `background ${photo} ${face.box.join(' ')}` };
    }),
  );
  const values = new Float32Array(faces.length * dimensions);
  faces.forEach(({ face }, n) => values.set(face.embedding ?? [], n * dimensions));
  const photo = faces.map((face) => face.photo);
  const grouping = groupFaces({
    ...{ embeddings: values, dimensions, threshold, care: 'balanced', photoIds: photo },
    quality: faces.map(({ face }) => face.quality),
  });
  console.log(`photo route: ${groups.flat().length} people photographed, ${faces.length} faces found`);
  add(
    'photos through the pipeline',
    { embeddings: values, dimensions, photo, truth: faces.map(({ person }) => person), grouping },
    own.flatMap(({ person, embedding }) => (embedding ? [{ person, embedding }] : [])),
    others.filter((embedding) => embedding !== null),
  );
}

report('events', rows, { embedder: embedder.name });
