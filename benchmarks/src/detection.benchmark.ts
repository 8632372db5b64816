/**
 * @module Which faces are found, and which are found that are none: `node benchmarks/dist/detection.benchmark.js`.
 *
 * A face that no label and no judged box accounts for counts as false and is named, so that someone can look at it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Box, Point } from '@visage/contracts/geometry.contract';
import { matchBoxes } from './box.match.js';
import { dataFolder } from './data.folder.js';
import { HARDSHIPS } from './face.hardships.js';
import { readFriends } from './friends.album.js';
import { readGroupBoxes } from './groups.boxes.js';
import { readJudgedFaces } from './judged.faces.js';
import { readLfwPhotos, type LfwPhoto } from './lfw.photos.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';
import { openVision } from './vision.open.js';

/** Labelled boxes of the groups album are loose squares, larger than the face; the others fit. */
const LOOSE_IOU = 0.25;
const IOU = 0.4;

const LFW_PHOTOS = 200;
const HARD_PHOTOS = 40;
const CHILDREN = 200;
/** Years. */
const CHILD_AGE = 10;
/** Side of a photo of UTKFace, its one face in the middle. */
const UTKFACE_SIDE = 200;

interface LabelledPhoto {
  path: string;
  labels: readonly Box[];
  minIou: number;
}

const albums = dataFolder('albums');
const lfw = dataFolder('lfw');
const judged = await readJudgedFaces();
const { pool, threads } = await openVision();
const lfwPhotos = await readLfwPhotos(lfw);

const sets = [
  { name: 'friends', root: albums, photos: await friends() },
  { name: 'groups', root: albums, photos: await groups() },
  { name: 'nobody', root: albums, photos: await nobody() },
  { name: `LFW, ${LFW_PHOTOS} photos`, root: lfw, photos: spread(lfwPhotos, LFW_PHOTOS).map(lfwLabels) },
];
const rows: Row[] = [];
const sum = { photos: 0, labelled: 0, found: 0, others: 0, falseFaces: 0 };
for (const { name, root, photos } of sets) {
  const counts = await look(root, photos);
  for (const key of ['photos', 'labelled', 'found', 'others', 'falseFaces'] as const) sum[key] += counts[key];
  rows.push(row(name, counts));
}
rows.push(row('all', sum));
report('detection', rows);
report('detection.hardships', await hardships(spread(lfwPhotos, HARD_PHOTOS)));
report('detection.children', [await children()]);
await pool.close();

type Counts = typeof sum;

function row(album: string, { photos, labelled, found, others, falseFaces }: Counts): Row {
  return {
    ...{ album, photos, 'labelled faces': labelled, found, recall: labelled ? found / labelled : '' },
    ...{ 'people without label': others, 'false faces': falseFaces, 'false a photo': falseFaces / photos },
  };
}

async function look(root: string, photos: readonly LabelledPhoto[]): Promise<Counts> {
  const counts: Counts = { photos: photos.length, labelled: 0, found: 0, others: 0, falseFaces: 0 };
  await mapWide(photos, threads, async ({ path, labels, minIou }) => {
    const { faces } = await pool.analyse({ path }, {});
    const boxes = faces.map(({ box }) => box);
    const labelOf = matchBoxes(boxes, labels, minIou);
    const rest = boxes.filter((_, i) => labelOf[i] === -1);
    const judgedOf = matchBoxes(rest, judged.get(relative(root, path)) ?? [], IOU);
    const strange = rest.filter((_, i) => judgedOf[i] === -1);
    counts.labelled += labels.length;
    counts.found += boxes.length - rest.length;
    counts.others += rest.length - strange.length;
    counts.falseFaces += strange.length;
    for (const box of strange)
      console.log(`${relative(root, path)}: no known face at ${box.map(Math.round).join(' ')}`);
    if (boxes.length - rest.length < labels.length)
      console.log(`${relative(root, path)}: ${labels.length - boxes.length + rest.length} missed`);
  });
  return counts;
}

async function friends(): Promise<LabelledPhoto[]> {
  const photos = await readFriends(join(albums, 'friends'));
  return photos.map(({ path, faces }) => ({ path, labels: faces.map(({ box }) => box), minIou: IOU }));
}

async function groups(): Promise<LabelledPhoto[]> {
  const labels = await readGroupBoxes(join(albums, 'groups', 'boxes.xml'));
  const files = await photosIn(join(albums, 'groups'));
  return files.map((file) => ({
    path: join(albums, 'groups', file),
    labels: labels.get(file) ?? [],
    minIou: LOOSE_IOU,
  }));
}

async function nobody(): Promise<LabelledPhoto[]> {
  const files = await photosIn(join(albums, 'nobody'));
  return files.map((file) => ({ path: join(albums, 'nobody', file), labels: [], minIou: IOU }));
}

function lfwLabels({ photo, box }: LfwPhoto): LabelledPhoto {
  return { path: join(lfw, 'images', photo), labels: [box], minIou: IOU };
}

/** One face a photo, so a face is found when a box lies around its middle. */
async function hardships(photos: readonly LfwPhoto[]): Promise<Row[]> {
  const table: Row[] = [];
  for (const { name, make } of HARDSHIPS) {
    const found = await mapWide(photos, threads, async (photo) => {
      const { bytes, middle } = await make(await readFile(join(lfw, 'images', photo.photo)), photo);
      const { faces } = await pool.analyse({ bytes }, {});
      return faces.some(({ box }) => contains(box, middle));
    });
    table.push({
      'an LFW face': name,
      photos: photos.length,
      recall: found.filter(Boolean).length / photos.length,
    });
  }
  return table;
}

/** UTKFace's names begin with the age. */
async function children(): Promise<Row> {
  const folder = dataFolder('utkface');
  const files = (await photosIn(folder)).filter((file) => Number(file.split('_')[0]) <= CHILD_AGE);
  const photos = spread(files, CHILDREN);
  const found = await mapWide(photos, threads, async (file) => {
    const { faces } = await pool.analyse({ path: join(folder, file) }, {});
    const isThere = faces.some(({ box }) => contains(box, [UTKFACE_SIDE / 2, UTKFACE_SIDE / 2]));
    if (!isThere) console.log(`${file}: missed`);
    return isThere;
  });
  return {
    'children of UTKFace': `up to ${CHILD_AGE} years`,
    photos: photos.length,
    recall: found.filter(Boolean).length / photos.length,
  };
}

function contains([x, y, w, h]: Box, [px, py]: Point): boolean {
  return px >= x && px <= x + w && py >= y && py <= y + h;
}

function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}

async function photosIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => /\.(jpe?g|png)$/i.test(file)).sort();
}
