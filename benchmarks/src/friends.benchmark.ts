/**
 * @module The friends album through the pipeline as it ships: are its people kept apart, and does each reference picture, taken
 * for a selfie, find the photos of its person and no others? `node benchmarks/dist/friends.benchmark.js`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bcubedScore, pairwiseScore } from '@visage/clustering/measure/grouping.metrics';
import { matchBoxes } from './box.match.js';
import { dataFolder } from './data.folder.js';
import { labelsOf } from './face.labels.js';
import { readFriends } from './friends.album.js';
import { groupAsShipped, knownFaces } from './photo.route.js';
import { report, type Row } from './result.table.js';
import { photoSearch, photosOf } from './selfie.score.js';
import { openVision } from './vision.open.js';

/** A labelled face counts as found from this intersection over union on. */
const FOUND_IOU = 0.4;

const folder = dataFolder('albums/friends');
const album = await readFriends(folder);
const { pool, embedder } = await openVision();
const { dimensions } = embedder;

const found = [];
for (const [photo, { path, faces: labelled }] of album.entries()) {
  const analysis = await pool.analyse({ path }, { embed: true });
  const labels = labelled.map(({ box }) => box);
  const labelOf = matchBoxes(
    analysis.faces.map(({ box }) => box),
    labels,
    FOUND_IOU,
  );
  for (const [n, face] of analysis.faces.entries()) {
    const person = labelled[labelOf[n] ?? -1]?.person ?? `nobody in ${path} at ${face.box.join(' ')}`;
    found.push({ face, photo, person });
  }
}
const faces = knownFaces(found, dimensions);
const grouping = await groupAsShipped(faces, embedder);
const labels = labelsOf(found.length, grouping.clusters);
const pairs = pairwiseScore(labels, faces.truth);
report('friends', [
  {
    ...{
      photos: album.length,
      'labelled faces': album.flatMap((photo) => photo.faces).length,
      found: found.length,
    },
    ...{
      groups: grouping.clusters.length,
      'pair P': pairs.precision,
      'pair R': pairs.recall,
      'pair F1': pairs.f1,
    },
    'BCubed F1': bcubedScore(labels, faces.truth).f1,
  },
]);

const search = photoSearch({ ...faces, grouping }, embedder);
const rows: Row[] = [];
const references = join(folder, 'references');
for (const person of (await readdir(references)).sort()) {
  const own = new Set(
    album.flatMap((photo, n) => (photo.faces.some((face) => face.person === person) ? [n] : [])),
  );
  const pictures = (await readdir(join(references, person))).sort();
  const sum = { faces: 0, right: 0, wrong: 0 };
  for (const picture of pictures) {
    const [face] = (await pool.selfie(await readFile(join(references, person, picture)))).faces;
    if (!face) continue;
    sum.faces += 1;
    for (const photo of photosOf(search(face.embedding))) sum[own.has(photo) ? 'right' : 'wrong'] += 1;
  }
  const wanted = own.size * pictures.length;
  rows.push({
    ...{
      person,
      'in photos': own.size,
      references: pictures.length,
      'faces found': sum.faces,
      'photos given': sum.right + sum.wrong,
    },
    ...{
      precision: sum.right + sum.wrong === 0 ? 1 : sum.right / (sum.right + sum.wrong),
      recall: wanted === 0 ? 1 : sum.right / wanted,
    },
  });
}
await pool.close();
report('friends-selfies', rows);
