/**
 * @module An event's faces, decrypted in memory and ready to search. Built and searched in slices with a pause between,
 * so that a large event never holds up other requests: a slice is a few milliseconds of work.
 */
import { setImmediate as pause } from 'node:timers/promises';
import {
  indexLooseFaces,
  indexPeople,
  searchLooseFaces,
  searchPeople,
  type LooseFaceIndex,
  type PersonIndex,
} from '@visage/clustering/search/person.search';
import { identify, searchLimits, type Candidate } from '@visage/clustering/search/probe.identify';

export interface IndexedFace {
  id: string;
  personId: string | null;
  embedding: Float32Array;
}

/** 2,000 faces x 512 floats: 4 MB, about 1 ms to search. */
const SLICE_FACES = 2000;

export interface FaceMatches {
  personIds: string[];
  /** Faces that belong to no person (yet). */
  faceIds: string[];
}

export class FaceIndex {
  private constructor(
    private readonly people: readonly PersonIndex[],
    private readonly loose: readonly LooseFaceIndex[],
  ) {}

  static async build(faces: readonly IndexedFace[], dimensions: number): Promise<FaceIndex> {
    const nobodys = faces.filter((face) => face.personId === null);
    const loose: LooseFaceIndex[] = [];
    for (const slice of slices(nobodys, () => 1)) {
      const ids = slice.map((face) => face.id);
      loose.push(indexLooseFaces(ids, flat(slice, dimensions), dimensions));
      await pause();
    }
    const people: PersonIndex[] = [];
    for (const slice of slices([...byPerson(faces)], ([, own]) => own.length)) {
      people.push(
        indexPeople(
          slice.map(([id, own]) => ({ id, embeddings: flat(own, dimensions) })),
          dimensions,
        ),
      );
      await pause();
    }
    return new FaceIndex(people, loose);
  }

  /** @param threshold the embedder's, from the manifest; what an event of this size asks follows from it */
  async search(probe: Float32Array, threshold: number): Promise<FaceMatches> {
    const people: Candidate[] = [];
    for (const index of this.people) {
      people.push(...searchPeople(index, probe));
      await pause();
    }
    const faces: Candidate[] = [];
    for (const slice of this.loose) {
      faces.push(...searchLooseFaces(slice, probe));
      await pause();
    }
    const found = identify(people, faces, searchLimits(threshold, people.length + faces.length));
    return { personIds: found.people.map(({ id }) => id), faceIds: found.faces.map(({ id }) => id) };
  }
}

function byPerson(faces: readonly IndexedFace[]): Map<string, IndexedFace[]> {
  const groups = new Map<string, IndexedFace[]>();
  for (const face of faces) {
    if (face.personId === null) continue;
    const own = groups.get(face.personId);
    if (own) own.push(face);
    else groups.set(face.personId, [face]);
  }
  return groups;
}

/** Consecutive items with about SLICE_FACES faces together. */
function slices<T>(items: readonly T[], facesOf: (item: T) => number): T[][] {
  const result: T[][] = [];
  let room = 0;
  for (const item of items) {
    const last = result.at(-1);
    if (last && facesOf(item) <= room) last.push(item);
    else {
      result.push([item]);
      room = SLICE_FACES;
    }
    room -= facesOf(item);
  }
  return result;
}

function flat(faces: readonly IndexedFace[], dimensions: number): Float32Array {
  const values = new Float32Array(faces.length * dimensions);
  faces.forEach((face, row) => values.set(face.embedding, row * dimensions));
  return values;
}
