/** @module Which photo goes where. */
import { posix } from 'node:path';
import { UniqueNames } from './file.name.js';
import { FACES, NO_FACES, OTHER_FACES } from './output.names.js';
import type { OutputTree } from './output.tree.js';
import type { SortedPerson, SortedPhoto } from './sorted.photo.js';

export interface PlannedFile {
  /** Relative to the output, with `/`. */
  path: string;
  /** The path at which the photo lies in this folder already, whatever it is called there. */
  present?: { path: string; ours: boolean };
  photo: SortedPhoto;
  /** The photo's own, or a RAW that belongs to it: relative to the input, with `/`. */
  file: string;
}

/** Why a photo is not in a folder it belongs in: `code: sentence`. */
export interface MissingPlace {
  folder: string;
  reason: string;
}

export interface PhotoPlan {
  files: PlannedFile[];
  /** Photos that somebody took out of a folder. */
  keptOut: Map<SortedPhoto, MissingPlace[]>;
}

/** What somebody took out by hand, which is not put back. */
export interface KeptOut {
  /** Photo -> ids of people, and names of folders of nobody. */
  takenOut: ReadonlyMap<string, ReadonlySet<string>>;
  deletedFolders: ReadonlySet<string>;
}

/**
 * Every readable photo, once in the folder of each of its people, else in `No faces` or `Other faces`. A photo keeps
 * one name wherever it goes, that of its first place if it has one; if photos from several folders have the same name,
 * the later ones get ` (2)`, ` (3)`... Its RAW files lie beside it under that name.
 * @param raws files of RAWs, by that of their photo
 */
export function planPhotos(
  photos: readonly SortedPhoto[],
  tree: OutputTree,
  hands: KeptOut,
  raws: ReadonlyMap<string, readonly string[]> = new Map(),
): PhotoPlan {
  const plan: PhotoPlan = { files: [], keptOut: new Map() };
  const wanted = photos.filter(({ error }) => !error).map((photo) => ({ photo, folders: foldersOf(photo) }));
  const present = presentFiles(tree);
  const names = new UniqueNames();
  const known = new Map<SortedPhoto, string>();
  for (const { photo, folders } of wanted) {
    const first = folders.map(({ path }) => present.get(`${path}/${photo.file}`)).find((file) => file?.ours);
    if (first && names.claim(posix.basename(first.path))) known.set(photo, posix.basename(first.path));
  }
  for (const { photo, folders } of wanted) {
    const name = known.get(photo) ?? names.take(posix.basename(photo.file));
    const stem = name.slice(0, name.length - posix.extname(name).length);
    const beside = (raws.get(photo.file) ?? []).map((file) => ({
      name: names.take(`${stem}${posix.extname(file)}`),
      file,
    }));
    for (const { path, key } of folders) {
      const reason = keptOutReason(photo, path, key, hands);
      const lies = present.get(`${path}/${photo.file}`);
      if (reason === undefined) {
        plan.files.push({
          ...{ path: `${path}/${name}`, photo, file: photo.file },
          ...(lies ? { present: lies } : {}),
        });
        for (const raw of beside) plan.files.push({ path: `${path}/${raw.name}`, photo, file: raw.file });
      } else {
        plan.keptOut.set(photo, [...(plan.keptOut.get(photo) ?? []), { folder: path, reason }]);
      }
    }
  }
  return plan;
}

/** By folder and photo; of several, one of ours. */
function presentFiles(tree: OutputTree): Map<string, { path: string; ours: boolean }> {
  const present = new Map<string, { path: string; ours: boolean }>();
  for (const { path: folder, files } of tree.values()) {
    for (const { path, photo, ours } of files) {
      const key = `${folder}/${photo}`;
      if (present.get(key)?.ours !== true) present.set(key, { path, ours });
    }
  }
  return present;
}

function keptOutReason(
  { file }: SortedPhoto,
  folder: string,
  key: string,
  { takenOut, deletedFolders }: KeptOut,
): string | undefined {
  if (deletedFolders.has(key))
    return `deleted-folder: The folder "${folder}" was deleted; --again makes it again.`;
  if (!takenOut.get(file)?.has(key)) return undefined;
  return `taken-out: It was taken out of "${folder}"; --again puts it back.`;
}

function foldersOf(photo: SortedPhoto): { path: string; key: string }[] {
  if (photo.faces.length === 0) return [{ path: NO_FACES, key: NO_FACES }];
  const folders = new Map<string, string>();
  for (const { person } of photo.faces) if (person?.folder != null) folders.set(person.folder, person.id);
  if (folders.size === 0) return [{ path: OTHER_FACES, key: OTHER_FACES }];
  return [...folders].map(([path, key]) => ({ path, key }));
}

export function coverPath(person: SortedPerson): string {
  return `${FACES}/${person.picture}.jpg`;
}
