/** @module Writes the result of a run: photos in their folders, face pictures, people.json, summary and page. */
import { join } from 'node:path';
import type { Box } from '@visage/contracts/geometry.contract';
import { writeCovers } from './cover.file.js';
import { galleryPage } from './gallery.page.js';
import type { OutputFolder } from './output.folder.js';
import { factsOf, writeMadeFiles } from './output.manifest.js';
import { placeFiles, type PlacedFile } from './output.place.js';
import { folderOf, NOBODYS } from './output.names.js';
import { coverPath, planPhotos, type MissingPlace, type PlannedFile } from './output.plan.js';
import type { OutputTree } from './output.tree.js';
import { faceIndexOf, photoOf, wholePeople, type FaceKey, type PeopleMemory } from './people.memory.js';
import { writePeopleState, type FaceSpot, type PeopleState } from './people.state.js';
import type { FoundFiles } from './photo.walk.js';
import type { SortedPerson, SortedPhoto } from './sorted.photo.js';
import { summarise, type SortSummary } from './summary.file.js';
import { writeWhole } from './whole.file.js';

export interface SortedFolder {
  photos: readonly SortedPhoto[];
  people: readonly SortedPerson[];
  memory: PeopleMemory;
  /** The output as it was found. */
  tree: OutputTree;
  /** Files of RAWs, by that of their photo. */
  raws: ReadonlyMap<string, readonly string[]>;
}

export interface WrittenResult {
  summary: SortSummary;
  /** Paths in the output of photos whose originals are gone: these last copies were not removed. */
  lastCopies: string[];
  /** Photos that could not be placed, with the reason. */
  refused: { file: string; folder: string; reason: string }[];
}

export async function writeResult(
  sorted: SortedFolder,
  found: FoundFiles,
  out: OutputFolder,
): Promise<WrittenResult> {
  const { photos, people, memory, tree, raws } = sorted;
  const sources = new Map(found.photos.map(({ file, path }) => [file, path]));
  const { files, keptOut } = planPhotos(photos, tree, memory, raws);
  const plan = files.map((planned) => ({ ...planned, source: sources.get(planned.file) ?? '' }));
  // What is placed from here on counts as ours and not as put there by hand, should the run break off.
  const lying = plan.flatMap(({ photo, present }) => (present ? [{ photo, path: present.path }] : []));
  await writeState(sorted, placesOf(lying, sorted), out);

  const withFolder = people.filter(({ folder }) => folder !== null);
  const placed = await placeFiles(out.path, out.manifest, plan, new Set(withFolder.map(coverPath)));
  const notes = [...memory.notes, ...(await writeCovers(withFolder, out, placed.made))];
  for (const [path, reason] of placed.notRemoved) notes.push(`${path} could not be removed: ${reason}`);
  await writeMadeFiles(out.manifest, placed.made);

  const places = placesOf(
    plan.flatMap((planned) => {
      const path = placed.paths.get(planned);
      // a RAW lies where its photo does, and says nothing by itself
      return path === undefined || planned.file !== planned.photo.file
        ? []
        : [{ photo: planned.photo, path }];
    }),
    sorted,
  );
  await writeState(sorted, places, out);
  const refused = refusedPhotos(plan, placed.refused);
  const missing = missingPlaces(keptOut, refused);
  const elsewhere = withElsewhere(places, sorted);
  const summary = summarise(photos, people, { places: elsewhere, missing, raws }, notes);
  await writeWhole(join(out.path, 'summary.json'), `${JSON.stringify(summary, null, 1)}\n`);
  const links = new Map(
    [...elsewhere].flatMap(([file, [first]]) => (first === undefined ? [] : [[file, first]])),
  );
  await writeWhole(join(out.path, 'index.html'), galleryPage(photos, withFolder, links));
  return { summary, lastCopies: placed.lastCopies, refused };
}

type Places = Map<string, string[]>;

/** By photo: those given, and where somebody put it into the folder of a person or of nobody. */
function placesOf(
  given: readonly { photo: SortedPhoto; path: string }[],
  { memory, tree }: SortedFolder,
): Places {
  const places: Places = new Map();
  for (const { photo, path } of given) places.set(photo.file, [...(places.get(photo.file) ?? []), path]);
  const folders = [
    ...wholePeople(memory.people)
      .filter(({ deleted }) => !deleted)
      .map(({ folder }) => folder),
    ...NOBODYS,
  ];
  for (const folder of folders) {
    for (const { path, photo, ours } of tree.get(folder)?.files ?? []) {
      const paths = places.get(photo) ?? [];
      if (!ours && !paths.includes(path)) places.set(photo, [...paths, path]);
    }
  }
  return places;
}

/** Photos that lie in no such folder may lie in one of somebody's own. */
function withElsewhere(places: Places, { tree }: SortedFolder): Places {
  const all: Places = new Map(places);
  for (const { path, photo, ours } of [...tree.values()].flatMap(({ files }) => files))
    if (!ours && !places.has(photo)) all.set(photo, [...(all.get(photo) ?? []), path]);
  return all;
}

function refusedPhotos(
  plan: readonly (PlannedFile & PlacedFile)[],
  reasons: ReadonlyMap<PlacedFile, string>,
): WrittenResult['refused'] {
  return plan.flatMap((planned) => {
    const reason = reasons.get(planned);
    if (reason === undefined) return [];
    return [{ file: planned.file, folder: folderOf(planned.path), reason }];
  });
}

function missingPlaces(
  keptOut: ReadonlyMap<SortedPhoto, readonly MissingPlace[]>,
  refused: WrittenResult['refused'],
): Map<string, MissingPlace[]> {
  const missing = new Map([...keptOut].map(([{ file }, reasons]) => [file, [...reasons]]));
  for (const { file, ...place } of refused) missing.set(file, [...(missing.get(file) ?? []), place]);
  return missing;
}

async function writeState(
  { photos, memory, tree }: SortedFolder,
  places: Places,
  out: OutputFolder,
): Promise<void> {
  const seen = photos.flatMap(({ digest, ...photo }) => (digest === undefined ? [] : [{ ...photo, digest }]));
  const indexOf = new Map(seen.map(({ file }, index) => [file, index]));
  const spotOf = (face: FaceKey): FaceSpot[] => {
    const photo = indexOf.get(photoOf(face));
    const box = seen[photo ?? -1]?.faces[faceIndexOf(face)]?.box;
    return photo === undefined || !box ? [] : [{ photo, box: rounded(box) }];
  };
  const owned = new Set<string>([...wholePeople(memory.people).map(({ folder }) => folder), ...NOBODYS]);
  const people: PeopleState['people'] = [];
  for (const { faces, folder, ...person } of memory.people) {
    const directory = (await factsOf(join(out.path, folder)))?.inode;
    // Who is in no photo any more and has no folder cannot be known again.
    if (faces.length === 0 && (person.into !== undefined || !tree.has(folder))) continue;
    people.push({
      ...person,
      folder,
      ...(directory === undefined ? {} : { directory }),
      faces: faces.flatMap(spotOf),
    });
  }
  await writePeopleState(out.people, {
    version: 1,
    next: memory.next,
    photos: seen.map(({ file, digest }) => ({
      file,
      digest,
      places: (places.get(file) ?? []).filter((path) => owned.has(folderOf(path))),
      takenOut: [...(memory.takenOut.get(file) ?? [])],
    })),
    people,
    deletedFolders: [...memory.deletedFolders],
    links: memory.links.flatMap(({ face, ...link }) => spotOf(face).map((spot) => ({ ...link, face: spot }))),
  });
}

function rounded([x, y, width, height]: Box): Box {
  return [Math.round(x), Math.round(y), Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
}
