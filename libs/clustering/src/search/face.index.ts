/**
 * @module Whose face is this? Exact search of a probe among an event's people and faces, which may change between searches.
 * What is found depends on the faces alone, and not on the way they came.
 */
import { BEST_FACES } from '../measure/clustering.thresholds.js';
import { ClusteringError } from '../clustering.error.js';
import {
  StrangerHistogram,
  strangersIn,
  type PhotographedFace,
  type StrangerPairs,
} from '../measure/stranger.histogram.js';
import { centroidOf, dotAt, unitRows } from './embedding.matrix.js';
import { LikenessSpace, type FaceKinds } from './likeness.space.js';

export interface Candidate {
  id: string;
  /** -1..1 */
  similarity: number;
}

export interface FaceCandidates {
  people: Candidate[];
  /** Faces that belong to no person (yet). */
  faces: Candidate[];
  /** How alike different people of the event are. */
  strangers: StrangerHistogram;
  /** How much more alike than usual somebody has to be to the probe, from 1 on: `LikenessSpace.strictness`. */
  strictness: number;
}

/** What a face looks like, and where. */
export interface FaceLook {
  /** Any length; copied. */
  embedding: Float32Array;
  photoId: string;
  /** 0..1 */
  quality: number;
}

interface IndexedFace extends PhotographedFace {
  personId: string | null;
  photoId: string;
}

interface IndexedPhoto {
  /** By the faces' ids. */
  faces: Map<string, IndexedFace>;
  /** What it adds to the histogram; null since the faces changed. */
  strangers: StrangerPairs | null;
}

interface IndexedPerson {
  /** By the faces' ids. */
  rows: Map<string, Float32Array>;
  /** Null since the faces changed. */
  centroid: Float32Array | null;
}

/** 2,000 faces x 512 floats: 4 MB, about 1 ms to search. */
const SLICE_FACES = 2_000;
/** Ids, and the places in three maps, on 64-bit machines. */
const FACE_OVERHEAD = 600;

export class FaceIndex {
  private readonly faces = new Map<string, IndexedFace>();
  private readonly people = new Map<string, IndexedPerson>();
  private readonly loose = new Map<string, Float32Array>();
  private readonly photos = new Map<string, IndexedPhoto>();
  /** Photos whose strangers are to be looked at anew. */
  private readonly fresh = new Set<string>();
  private strangers = new StrangerHistogram();
  private readonly space: LikenessSpace | undefined;

  /** @param kinds of the embedder, by which likenesses are judged; absent = by cosines alone */
  constructor(
    private readonly dimensions: number,
    kinds?: FaceKinds,
  ) {
    this.space = kinds && new LikenessSpace(kinds, dimensions);
  }

  /** About as many as it takes in memory. */
  get bytes(): number {
    const row = this.dimensions * Float32Array.BYTES_PER_ELEMENT;
    return this.faces.size * (row + FACE_OVERHEAD) + this.people.size * row;
  }

  /**
   * @param look absent = as it was
   * @throws ClusteringError naming the face, on a bad vector, or none for a face that is not there
   */
  set(id: string, personId: string | null, look?: FaceLook): void {
    const known = this.faces.get(id);
    const seen = look ? { ...look, row: this.unitRow(look.embedding, `face ${id}`) } : known;
    if (!seen) throw new ClusteringError('wrong-length', `face ${id}: there is no embedding`);
    const { row, photoId, quality } = seen;
    if (known) this.detach(id, known);
    const face = { personId, photoId, quality, row };
    this.faces.set(id, face);
    if (look) {
      if (known) this.leavePhoto(id, known);
      this.joinPhoto(id, face);
    } else this.photos.get(photoId)?.faces.set(id, face);
    if (personId === null) {
      this.loose.set(id, row);
      return;
    }
    const person = this.people.get(personId) ?? { rows: new Map<string, Float32Array>(), centroid: null };
    person.rows.set(id, row);
    changed(person);
    this.people.set(personId, person);
  }

  has(id: string): boolean {
    return this.faces.has(id);
  }

  /** A face that is not there is passed over. */
  delete(id: string): void {
    const face = this.faces.get(id);
    if (!face) return;
    this.detach(id, face);
    this.leavePhoto(id, face);
    this.faces.delete(id);
  }

  /** Overwrites every vector with zeros. */
  clear(): void {
    for (const { row } of this.faces.values()) row.fill(0);
    for (const { centroid } of this.people.values()) centroid?.fill(0);
    this.faces.clear();
    this.people.clear();
    this.loose.clear();
    this.photos.clear();
    this.fresh.clear();
    this.strangers = new StrangerHistogram();
  }

  /**
   * Every person, and every face of nobody, with the similarity to the probe, -1..1. Of a person that is the mean of two
   * views: the cosine to the centroid, and the average cosine of the `BEST_FACES` most similar faces; for a person with
   * one face the cosine to it. Pauses every few milliseconds of work; the index must not be changed before the end.
   * @throws ClusteringError on a probe of another length
   */
  *search(probe: Float32Array): Generator<undefined, FaceCandidates> {
    const unit = this.unitRow(probe, 'the probe');
    let looked = 0;
    for (const photoId of [...this.fresh]) {
      looked += this.lookAtStrangers(photoId);
      if (looked < SLICE_FACES) continue;
      looked = 0;
      yield;
    }
    const found: FaceCandidates = {
      ...{ people: [], faces: [], strangers: this.strangers },
      strictness: this.space?.strictness(probe) ?? 1,
    };
    for (const [id, person] of this.people) {
      const look = this.dot(unit, person.centroid ?? this.centre(person));
      const similarity = (this.bestAverage(unit, person.rows.values()) + look) / 2;
      found.people.push({ id, similarity });
      looked += person.rows.size;
      if (looked < SLICE_FACES) continue;
      looked = 0;
      yield;
    }
    for (const [id, row] of this.loose) {
      found.faces.push({ id, similarity: this.dot(unit, row) });
      if (++looked % SLICE_FACES === 0) yield;
    }
    unit.fill(0);
    return found;
  }

  /** The person's faces, the most similar to the probe first, at most `count`. @throws ClusteringError as search */
  nearest(probe: Float32Array, personId: string, count: number): string[] {
    const unit = this.unitRow(probe, 'the probe');
    const faces = [...(this.people.get(personId)?.rows ?? [])].map(([id, row]) => ({
      id,
      similarity: this.dot(unit, row),
    }));
    unit.fill(0);
    faces.sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
    return faces.slice(0, count).map(({ id }) => id);
  }

  /** Likeness of the looks of two people, -1..1; -1 for somebody who is not there. */
  likeness(personA: string, personB: string): number {
    const [a, b] = [this.people.get(personA), this.people.get(personB)];
    if (!a || !b) return -1;
    return this.dot(a.centroid ?? this.centre(a), b.centroid ?? this.centre(b));
  }

  private detach(id: string, { personId }: IndexedFace): void {
    this.loose.delete(id);
    const person = personId === null ? undefined : this.people.get(personId);
    if (personId === null || !person) return;
    person.rows.delete(id);
    changed(person);
    if (person.rows.size === 0) this.people.delete(personId);
  }

  private joinPhoto(id: string, face: IndexedFace): void {
    const photo = this.photos.get(face.photoId) ?? { faces: new Map<string, IndexedFace>(), strangers: null };
    photo.faces.set(id, face);
    this.photos.set(face.photoId, photo);
    this.fresh.add(face.photoId);
  }

  /** Overwrites the vector. */
  private leavePhoto(id: string, { photoId, row }: IndexedFace): void {
    row.fill(0);
    this.photos.get(photoId)?.faces.delete(id);
    this.fresh.add(photoId);
  }

  /** @returns how many pairs were looked at */
  private lookAtStrangers(photoId: string): number {
    this.fresh.delete(photoId);
    const photo = this.photos.get(photoId);
    if (!photo) return 0;
    if (photo.strangers) this.strangers.add(photo.strangers, -1);
    const inOrder = [...photo.faces].sort(([a], [b]) => (a < b ? -1 : 1));
    photo.strangers = strangersIn(inOrder.map(([, face]) => face));
    this.strangers.add(photo.strangers);
    if (photo.faces.size === 0) this.photos.delete(photoId);
    return photo.strangers.steps.length;
  }

  private centre(person: IndexedPerson): Float32Array {
    // the sum of floats depends on their order
    const inOrder = [...person.rows].sort(([a], [b]) => (a < b ? -1 : 1));
    const rows = inOrder.map(([, row]) => row);
    return (person.centroid = centroidOf(rows, this.dimensions));
  }

  private unitRow(embedding: Float32Array, whose: string): Float32Array {
    if (embedding.length !== this.dimensions) {
      throw new ClusteringError(
        'wrong-length',
        `${whose} has ${embedding.length} floats, the index ${this.dimensions}: were they embedded by different models?`,
      );
    }
    try {
      const { values } = unitRows(embedding, this.dimensions);
      this.space?.placeRows(values);
      return values;
    } catch (error) {
      if (!(error instanceof ClusteringError)) throw error;
      throw new ClusteringError(error.code, `${whose}: ${error.message}`);
    }
  }

  private dot(a: Float32Array, b: Float32Array): number {
    return dotAt(a, 0, b, 0, this.dimensions);
  }

  private bestAverage(unit: Float32Array, rows: Iterable<Float32Array>): number {
    const best: number[] = []; // falling
    for (const row of rows) {
      const cosine = this.dot(unit, row);
      if (best.length === BEST_FACES && cosine <= (best[BEST_FACES - 1] as number)) continue;
      if (best.length === BEST_FACES) best.pop();
      best.push(cosine);
      best.sort((a, b) => b - a);
    }
    return best.reduce((sum, cosine) => sum + cosine, 0) / best.length;
  }
}

function changed(person: IndexedPerson): void {
  person.centroid?.fill(0);
  person.centroid = null;
}
