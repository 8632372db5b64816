/** @module Which photo goes where. */
import { posix } from 'node:path';
import { UniqueNames } from './file.name.js';
import type { SortedPerson, SortedPhoto } from './sorted.people.js';

export const NO_FACES = 'No faces';
/** Photos that show only people without a folder: too blurred, or in too few photos. */
export const OTHER_FACES = 'Other faces';
export const FACES = 'Faces';

export interface PlannedFile {
  /** Relative to the output, with `/`. */
  path: string;
  photo: SortedPhoto;
}

/**
 * Every readable photo, once in the folder of each of its people, else in `No faces` or `Other faces`. A photo keeps
 * one name wherever it goes; if photos from several folders have the same name, the later ones get ` (2)`, ` (3)`...
 */
export function planPhotos(photos: readonly SortedPhoto[]): PlannedFile[] {
  const names = new UniqueNames();
  return photos
    .filter(({ error }) => !error)
    .flatMap((photo) => {
      const name = names.take(posix.basename(photo.file));
      return foldersOf(photo).map((folder) => ({ path: `${folder}/${name}`, photo }));
    });
}

function foldersOf(photo: SortedPhoto): string[] {
  if (photo.faces.length === 0) return [NO_FACES];
  const folders = new Set(photo.faces.flatMap(({ person }) => person?.folder ?? []));
  return folders.size === 0 ? [OTHER_FACES] : [...folders];
}

export function coverPath(person: SortedPerson): string {
  return `${FACES}/${person.folder}.jpg`;
}
