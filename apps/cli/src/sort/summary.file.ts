/** @module `summary.json`: what was found, for programs. Pixels are those of the upright image. */
import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import type { SortedPerson, SortedPhoto } from './sorted.people.js';

export interface SortSummary {
  photos: {
    /** Relative to the input, with `/`. */
    file: string;
    /** 0 when the photo could not be read. */
    width: number;
    height: number;
    /** Why it could not be read: `code: sentence`. */
    error?: string;
    faces: { box: Box; score: number; landmarks: Landmarks; person: string | null }[];
  }[];
  people: { id: string; name?: string; face: { file: string; box: Box }; photos: string[] }[];
}

export function summarise(photos: readonly SortedPhoto[], people: readonly SortedPerson[]): SortSummary {
  return {
    photos: photos.map(({ file, width, height, error, faces }) => ({
      file,
      width,
      height,
      ...(error ? { error: `${error.code}: ${error.reason}` } : {}),
      faces: faces.map(({ box, score, landmarks, person }) => ({
        box,
        score,
        landmarks,
        person: person?.id ?? null,
      })),
    })),
    people: people.map(({ id, name, cover, photos: own }) => ({
      id,
      ...(name === undefined ? {} : { name }),
      face: { file: cover.photo.file, box: cover.face.box },
      photos: own.map(({ file }) => file),
    })),
  };
}
