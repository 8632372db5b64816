/**
 * @module An event's faces, decrypted in memory and ready to search. Built and searched in slices with a pause between,
 * so that a large event never holds up other requests: a slice is a few milliseconds of work.
 */
import { setImmediate as pause } from 'node:timers/promises';
import { indexPeople, searchFaces, searchPeople, type PersonIndex } from '@visage/clustering/person.search';

export interface IndexedFace {
  id: string;
  personId: string | null;
  embedding: Float32Array;
}

/** 2,000 faces x 512 floats: 4 MB, about 2 ms to search. */
const SLICE_FACES = 2000;

interface LooseFaces {
  ids: string[];
  embeddings: Float32Array;
}

export interface FaceMatches {
  personIds: string[];
  /** Faces that belong to no person (yet). */
  faceIds: string[];
}

export class FaceIndex {
  private constructor(
    private readonly dimensions: number,
    private readonly people: readonly PersonIndex[],
    private readonly loose: readonly LooseFaces[],
  ) {}

  static async build(faces: readonly IndexedFace[], dimensions: number): Promise<FaceIndex> {
    const nobodys = faces.filter((face) => face.personId === null);
    const loose = slices(nobodys, () => 1).map((slice) => ({
      ids: slice.map((face) => face.id),
      embeddings: flat(slice, dimensions),
    }));
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
    return new FaceIndex(dimensions, people, loose);
  }

  /** Everybody and every loose face at least `threshold` (cosine) similar. */
  async search(probe: Float32Array, threshold: number): Promise<FaceMatches> {
    const matches: FaceMatches = { personIds: [], faceIds: [] };
    for (const index of this.people) {
      for (const { id, matches: same } of searchPeople(index, probe, threshold))
        if (same) matches.personIds.push(id);
      await pause();
    }
    for (const slice of this.loose) {
      const found = searchFaces({ ...slice, dimensions: this.dimensions }, probe, threshold);
      for (const { id, matches: same } of found) if (same) matches.faceIds.push(id);
      await pause();
    }
    return matches;
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
