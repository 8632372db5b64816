/**
 * @module Three ways to use an album, counted photo by photo and person by person:
 * `node benchmarks/dist/albums.benchmark.js [people]`. Albums are drawn from LFW and go the whole way (photo.route.ts).
 */
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { dataFolder } from './data.folder.js';
import { drawEvent, type Company } from './drawn.event.js';
import { readLfwPhotos } from './lfw.photos.js';
import { groupAsShipped, photograph } from './photo.route.js';
import { report, type Row } from './result.table.js';
import { photosOf as photosHanded, photoSearch, type GroupedFaces } from './selfie.score.js';
import { openVision } from './vision.open.js';

interface Scenario {
  name: string;
  company: Company;
  seed: number;
  /** The photos that each person is given. */
  given(
    faces: GroupedFaces,
    selfies: readonly { person: string; embedding: Float32Array }[],
  ): Map<string, Set<number>>;
}

const [people = 30] = process.argv.slice(2).map(Number);
const folder = dataFolder('lfw');
const photos = await readLfwPhotos(folder);
const vision = await openVision();
const { embedder } = vision;

const scenarios: readonly Scenario[] = [
  { name: 'selfie against an album', company: { least: 1, most: 4 }, seed: 11, given: bySelfie },
  { name: 'album of portraits into folders', company: { least: 1, most: 1 }, seed: 12, given: byFolder },
  { name: 'mixed group photos into folders', company: { least: 3, most: 5 }, seed: 13, given: byFolder },
];

const rows: Row[] = [];
for (const { name, company, seed, given } of scenarios) {
  const random = seededRandom(seed);
  const event = drawEvent(photos, people, random, company);
  const { faces, selfies } = await photograph(vision, folder, photos, event, random);
  const grouped = { ...faces, grouping: await groupAsShipped(faces, embedder) };
  const shown = photosOf(event.groups.map((group) => group.map((row) => photos[row]?.person ?? '')));
  rows.push({
    scenario: name,
    people: shown.size,
    photos: event.groups.length,
    ...count(shown, given(grouped, selfies), event.groups.length),
  });
}
await vision.pool.close();
report('albums', rows);

function photosOf(peopleOf: readonly (readonly string[])[]): Map<string, Set<number>> {
  const shown = new Map<string, Set<number>>();
  peopleOf.forEach((names, photo) =>
    names.forEach((name) => shown.set(name, (shown.get(name) ?? new Set()).add(photo))),
  );
  return shown;
}

function bySelfie(
  faces: GroupedFaces,
  selfies: readonly { person: string; embedding: Float32Array }[],
): Map<string, Set<number>> {
  const search = photoSearch(faces, embedder);
  return new Map(selfies.map(({ person, embedding }) => [person, photosHanded(search(embedding))]));
}

/** A folder is that of the person whom most of its faces show; a second folder of the same person is nobody's. */
function byFolder({ grouping, truth, photo }: GroupedFaces): Map<string, Set<number>> {
  const given = new Map<string, Set<number>>();
  for (const { faces } of grouping.clusters) {
    const names = faces.map((face) => truth[face] ?? '');
    const [name = ''] = [...new Set(names)].sort((a, b) => times(names, b) - times(names, a));
    const folderPhotos = new Set(faces.map((face) => photo[face] ?? -1));
    if (folderPhotos.size > (given.get(name)?.size ?? 0)) given.set(name, folderPhotos);
  }
  return given;
}

function times(names: readonly string[], name: string): number {
  return names.filter((one) => one === name).length;
}

/** Over every pair of a person who is there and a photo. */
function count(
  shown: ReadonlyMap<string, Set<number>>,
  given: ReadonlyMap<string, Set<number>>,
  photoCount: number,
): Row {
  let right = 0;
  let wrong = 0;
  let missed = 0;
  for (const [person, own] of shown) {
    const handed = given.get(person) ?? new Set<number>();
    const both = [...handed].filter((photo) => own.has(photo)).length;
    right += both;
    wrong += handed.size - both;
    missed += own.size - both;
  }
  const precision = right / (right + wrong);
  const recall = right / (right + missed);
  return {
    ...{
      'true +': right,
      'false +': wrong,
      'false -': missed,
      'true -': shown.size * photoCount - right - wrong - missed,
    },
    ...{ precision, recall, F1: (2 * precision * recall) / (precision + recall) },
  };
}
