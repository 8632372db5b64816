/** @module Photos and people as they are in the result. */
import type { FaceRecord, PhotoRecord } from './photo.record.js';

export interface SortedFace extends FaceRecord {
  /** Index among the photo's faces. */
  index: number;
  person: SortedPerson | null;
}

export interface SortedPhoto extends Omit<PhotoRecord, 'faces'> {
  faces: SortedFace[];
}

export interface SortedPerson {
  id: string;
  /** From the references, or what somebody has called the folder. */
  name?: string;
  /** The person's folder, relative to the output; null if somebody deleted it. */
  folder: string | null;
  /** Name of the face picture. */
  picture: string;
  cover: { photo: SortedPhoto; face: SortedFace };
  photos: SortedPhoto[];
}
