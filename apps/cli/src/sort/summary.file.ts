/** @module `summary.json`: what was found, for programs. Pixels are those of the upright image. */
import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import type { MissingPlace } from './output.plan.js';
import type { SortedPerson, SortedPhoto } from './sorted.photo.js';

export interface SortSummary {
  photos: {
    /** Relative to the input, with `/`. */
    file: string;
    /** 0 when the photo could not be read. */
    width: number;
    height: number;
    /** Why it could not be read: `code: sentence`. */
    error?: string;
    /** Where it lies in the output, with `/`. */
    places: string[];
    /** Folders it belongs in but is not in, and why: `code: sentence`. Absent if there is none. */
    missing?: MissingPlace[];
    /** RAW files that belong to it. */
    raws?: string[];
    faces: { box: Box; score: number; landmarks: Landmarks; person: string | null }[];
  }[];
  people: {
    /** Stays from one run to the next. */
    id: string;
    name?: string;
    /** Relative to the output; null if it was deleted by hand. */
    folder: string | null;
    face: { file: string; box: Box };
    photos: string[];
  }[];
  /** What was understood of changes made by hand, and what could not be done, in sentences. */
  notes: string[];
}

/** Where photos lie, and where they do not although they belong there; by `file`. */
export interface PhotoPlaces {
  places: ReadonlyMap<string, readonly string[]>;
  missing: ReadonlyMap<string, readonly MissingPlace[]>;
  /** RAW files that belong to them. */
  raws: ReadonlyMap<string, readonly string[]>;
}

export function summarise(
  photos: readonly SortedPhoto[],
  people: readonly SortedPerson[],
  { places, missing, raws }: PhotoPlaces,
  notes: readonly string[],
): SortSummary {
  return {
    photos: photos.map(({ file, width, height, error, faces }) => ({
      file,
      width,
      height,
      ...(error ? { error: `${error.code}: ${error.reason}` } : {}),
      places: [...(places.get(file) ?? [])],
      ...(missing.has(file) ? { missing: [...(missing.get(file) ?? [])] } : {}),
      ...(raws.has(file) ? { raws: [...(raws.get(file) ?? [])] } : {}),
      faces: faces.map(({ box, score, landmarks, person }) => ({
        box,
        score,
        landmarks,
        person: person?.id ?? null,
      })),
    })),
    people: people.map(({ id, name, folder, cover, photos: own }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      folder,
      face: { file: cover.photo.file, box: cover.face.box },
      photos: own.map(({ file }) => file),
    })),
    notes: [...notes],
  };
}
