/**
 * @module What a likeness says of whom: `node benchmarks/dist/likeness.benchmark.js [photos of UTKFace]`. Of different people of
 * each age and of each group that UTKFace labels, how many are called one person, by the cosine alone and by the kinds of faces
 * that ship; of damaged copies of children's photos, how many are known again; and what a small child's selfie is shown at an
 * event of twenty others. Measured on the photos that the kinds were not learnt from. The first run embeds for half an hour.
 */
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { LikenessSpace } from '@visage/clustering/search/likeness.space';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { dataFolder } from './data.folder.js';
import { labelsOf, pickRows, shuffled } from './face.labels.js';
import { splitFaces } from './kinds.learn.js';
import { cosine } from './lfw.embeddings.js';
import { report, type Row } from './result.table.js';
import { photoSearch } from './selfie.score.js';
import { damagedChildren, GROUPS, utkFaceEmbeddings } from './utkface.cache.js';
import { percent } from './verification.score.js';

const AGES = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((age) => [age, age] as const),
  ...([
    [9, 10],
    [11, 13],
    [14, 17],
    [18, 25],
    [26, 35],
    [36, 45],
    [46, 60],
    [61, 75],
    [76, 90],
  ] as const),
];
const ADULT = 21;
/** Photos of UTKFace that are more alike than this are one photo twice, whoever it shows. */
const SAME_PHOTO = 0.8;
const EVENT_CHILDREN = 20;
const EVENTS = 500;

const most = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
const folder = dataFolder('utkface');
const utk = await utkFaceEmbeddings(folder, { most });
const { dimensions, threshold, kinds, name } = utk.embedder;
const space = kinds && new LikenessSpace(kinds, dimensions);
const rowOf = (values: Float32Array, row: number): Float32Array =>
  values.subarray(row * dimensions, (row + 1) * dimensions);
const place = (row: Float32Array): Float32Array => space?.place(row) ?? row;

const faces = once(splitFaces(utk).measured).map((row) => {
  const embedding = rowOf(utk.embeddings, row);
  return { row, ...utk.photos[row], age: utk.photos[row]?.age ?? 0, embedding, placed: place(embedding) };
});
type Face = (typeof faces)[number];

const rows: Row[] = [];
for (const [from, to] of AGES)
  rows.push(
    strangersOf(from === to ? `${from}` : `${from} to ${to}`, (face) => face.age >= from && face.age <= to),
  );
for (const group of GROUPS)
  rows.push(strangersOf(`${group}, grown up`, (face) => face.group === group && face.age >= ADULT));
console.log(`${name}: ${faces.length} faces of UTKFace that no kind was learnt from`);
report('likeness', rows, { embedder: name, threshold });

const damaged = await damagedChildren(folder, {
  most: most === undefined ? undefined : Math.ceil(most / 10),
});
const ofFile = new Map(utk.photos.map(({ file }, row) => [file, row]));
const copies = damaged.photos.flatMap(({ file, age }, copy) => {
  const row = ofFile.get(file);
  const again = rowOf(damaged.embeddings, copy);
  if (row === undefined || !again.some((value) => value !== 0)) return [];
  const first = rowOf(utk.embeddings, row);
  return first.some((value) => value !== 0) ? [{ age, likeness: cosine(place(first), place(again)) }] : [];
});
report(
  'likeness-copies',
  (
    [
      [1, 1],
      [2, 4],
      [5, 8],
    ] as const
  ).map(([from, to]) => {
    const those = copies.filter(({ age }) => age >= from && age <= to);
    const kept = those.filter(({ likeness }) => likeness >= threshold).length;
    return {
      'damaged copies of ages': `${from} to ${to}`,
      copies: those.length,
      kept: percent(kept / those.length),
    };
  }),
);

const children = faces.filter(({ age }) => age <= 8);
const random = seededRandom(7);
let shown = 0;
let asked = 0;
for (let event = 0; event < EVENTS; event++) {
  const [selfie, ...there] = shuffled(children.length, random)
    .slice(0, EVENT_CHILDREN + 1)
    .flatMap((child) => children[child] ?? []);
  if (!selfie) continue;
  const search = photoSearch(await eventOf(there), { threshold, kinds });
  const found = search(selfie.embedding);
  if (found === 'ambiguous') asked++;
  else if (found.size > 0) shown++;
}
const youngest = await eventOf(faces.filter(({ age }) => age === 1).slice(0, 60));
report('likeness-children', [
  {
    'unseen children': EVENTS,
    'shown a stranger’s child': percent(shown / EVENTS),
    'asked for another selfie': percent(asked / EVENTS),
    'one-year-olds': youngest.photo.length,
    'people they become': youngest.grouping.clusters.length,
  },
]);

/** Rows without those that show the same photo as one before. */
function once(measured: readonly number[]): number[] {
  const kept: number[] = [];
  for (const row of measured) {
    const embedding = rowOf(utk.embeddings, row);
    if (!kept.some((other) => cosine(embedding, rowOf(utk.embeddings, other)) > SAME_PHOTO)) kept.push(row);
  }
  return kept;
}

function strangersOf(who: string, belongs: (face: Face) => boolean): Row {
  const those = faces.filter(belongs);
  let pairs = 0;
  let alike = 0;
  let called = 0;
  those.forEach((a, place_) =>
    those.slice(place_ + 1).forEach((b) => {
      pairs++;
      if (cosine(a.embedding, b.embedding) >= threshold) alike++;
      if (cosine(a.placed, b.placed) >= threshold) called++;
    }),
  );
  return {
    who,
    ...{ faces: those.length, pairs },
    'called one by cosine': percent(alike / pairs),
    'by likeness': percent(called / pairs),
  };
}

/** Each of them in a photo of their own. */
async function eventOf(there: readonly Face[]) {
  const embeddings = pickRows(
    utk.embeddings,
    dimensions,
    there.map(({ row }) => row),
  );
  const [photo, quality] = [there.map((_, n) => n), there.map(({ row }) => utk.quality[row] ?? 0)];
  const grouping = await groupFaces({
    product: MatrixProduct.with(),
    ...{ embeddings, dimensions, kinds, threshold, care: 'balanced', photoIds: photo, quality },
  });
  const truth = labelsOf(there.length, []).map(String);
  return { embeddings, dimensions, photo, quality, truth, grouping };
}
