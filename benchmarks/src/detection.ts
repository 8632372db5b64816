/** @module Which faces are found, and which are found that are none: `node benchmarks/dist/detection.js`. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { groupFaces } from '@visage/clustering/cluster.faces';
import { pairwiseScore } from '@visage/clustering/grouping.metrics';
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import { matchBoxes } from './box.match.js';
import { dataFolder } from './data.folder.js';
import { readFriends } from './friends.album.js';
import { readGroupBoxes } from './groups.boxes.js';
import { mapWide } from './photo.workers.js';
import { openVision } from './vision.open.js';

/** Labelled boxes of the friends album fit the face; those of the groups album are squares that are larger than it. */
const FRIENDS_IOU = 0.4;
const GROUPS_IOU = 0.25;

/** In the album without people one photo does show a person, full face: behind the bar. */
const PEOPLE_OF_NOBODY: Readonly<Record<string, number>> = { 'craft-beer.jpg': 1 };

/** Every eighth photo is enough to see whether one is missed. */
const LFW_STEP = 8;

const albums = dataFolder('albums');
const { pool, threads, embedder } = await openVision();

async function friends(): Promise<void> {
  const photos = await readFriends(join(albums, 'friends'));
  const faces: { photo: string; person: string; face: AnalysedFace }[] = [];
  let labelled = 0;
  await mapWide(photos, threads, async ({ path, faces: labels }) => {
    const analysis = await pool.analyse({ path }, { embed: true });
    const boxes = analysis.faces.map(({ box }) => box);
    const labelOf = matchBoxes(boxes, labels.map(({ box }) => box), FRIENDS_IOU);
    labelled += labels.length;
    analysis.faces.forEach((face, i) => {
      const person = labels[labelOf[i] ?? -1]?.person ?? `nobody ${path} ${i}`;
      faces.push({ photo: path, person, face });
    });
  });
  const right = faces.filter(({ person }) => !person.startsWith('nobody ')).length;
  console.log(`friends: ${right} of ${labelled} faces found, ${faces.length - right} others`);

  const embeddings = new Float32Array(faces.length * embedder.dimensions);
  faces.forEach(({ face }, i) => embeddings.set(face.embedding ?? [], i * embedder.dimensions));
  const { clusters } = groupFaces({
    embeddings,
    dimensions: embedder.dimensions,
    photoIds: faces.map(({ photo }) => photo),
    quality: faces.map(({ face }) => face.quality),
    threshold: embedder.threshold,
  });
  const people = faces.map(({ person }) => person);
  const groupOf: number[] = faces.map((_, i) => -1 - i);
  clusters.forEach((cluster, group) => cluster.faces.forEach((face) => (groupOf[face] = group)));
  const score = pairwiseScore(groupOf, people);
  console.log(
    `friends: grouped by ${embedder.name} at ${embedder.threshold} into ${clusters.length} people of ${new Set(people).size}, ` +
      `pairwise F1 ${score.f1.toFixed(3)}`,
  );
}

async function groups(): Promise<void> {
  const folder = join(albums, 'groups');
  const labels = await readGroupBoxes(join(folder, 'boxes.xml'));
  let found = 0;
  let wanted = 0;
  let others = 0;
  for (const path of await photosIn(folder)) {
    const { faces } = await pool.analyse({ path }, {});
    const boxes = labels.get(basename(path));
    if (boxes === undefined) {
      console.log(`groups: ${basename(path)} (without boxes): ${faces.length} faces`);
      continue;
    }
    const right = matchBoxes(faces.map(({ box }) => box), boxes, GROUPS_IOU).filter((label) => label !== -1).length;
    found += right;
    wanted += boxes.length;
    others += faces.length - right;
  }
  console.log(`groups: ${found} of ${wanted} boxed faces found, ${others} others, in ${labels.size} photos with boxes`);
}

async function nobody(): Promise<void> {
  let wrong = 0;
  const paths = await photosIn(join(albums, 'nobody'));
  for (const path of paths) {
    const { faces } = await pool.analyse({ path }, {});
    const extra = faces.length - (PEOPLE_OF_NOBODY[basename(path)] ?? 0);
    if (extra !== 0) console.log(`nobody: ${basename(path)}: ${faces.length} faces`);
    wrong += Math.abs(extra);
  }
  console.log(`nobody: ${wrong} faces too many or too few in ${paths.length} photos, the barkeeper of craft-beer.jpg counted in`);
}

async function lfw(): Promise<void> {
  const folder = join(dataFolder('lfw'), 'images');
  const photos = await readdir(folder, { recursive: true });
  const sample = photos.filter((file) => file.endsWith('.jpg')).sort().filter((_, i) => i % LFW_STEP === 0);
  const missed: string[] = [];
  const begun = performance.now();
  await mapWide(sample, threads, async (file) => {
    const { face } = await pool.selfie(await readFile(join(folder, file)));
    // The person named lies in the middle; another face that is taken instead is as bad as none.
    if (face === null || !contains(face.box, [125, 125])) missed.push(file);
  });
  const rate = sample.length / ((performance.now() - begun) / 1000);
  console.log(`lfw: main face found in ${sample.length - missed.length} of ${sample.length} photos, ${rate.toFixed(1)} a second`);
  for (const file of missed) console.log(`lfw: missed in ${file}`);
}

function contains([x, y, w, h]: AnalysedFace['box'], [px, py]: readonly [number, number]): boolean {
  return px >= x && px <= x + w && py >= y && py <= y + h;
}

async function photosIn(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((file) => /\.(jpe?g|png)$/i.test(file)).sort().map((file) => join(folder, file));
}

await friends();
await groups();
await nobody();
await lfw();
await pool.close();
