/**
 * @module Whose face is this? Exact search of a probe among an event's people and faces, which may change between searches.
 * What is found depends on the faces alone, and not on the way they came.
 */
import { BEST_FACES } from '../measure/clustering.thresholds.js';
import { ClusteringError } from '../clustering.error.js';
import { centroidOf, dotAt, unitRows } from './embedding.matrix.js';
import type { Candidate } from './probe.identify.js';

export interface FaceCandidates {
  people: Candidate[];
  /** Faces that belong to no person (yet). */
  faces: Candidate[];
}

interface IndexedFace {
  personId: string | null;
  /** Of unit length. */
  row: Float32Array;
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

  constructor(private readonly dimensions: number) {}

  /** About as many as it takes in memory. */
  get bytes(): number {
    const row = this.dimensions * Float32Array.BYTES_PER_ELEMENT;
    return this.faces.size * (row + FACE_OVERHEAD) + this.people.size * row;
  }

  /**
   * @param embedding any length, copied; absent = as it was
   * @throws ClusteringError naming the face, on a bad vector, or none for a face that is not there
   */
  set(id: string, personId: string | null, embedding?: Float32Array): void {
    const known = this.faces.get(id);
    const row = embedding ? this.unitRow(embedding, `face ${id}`) : known?.row;
    if (!row) throw new ClusteringError('wrong-length', `face ${id}: there is no embedding`);
    if (known) this.detach(id, known);
    if (known?.row !== row) known?.row.fill(0);
    this.faces.set(id, { personId, row });
    if (personId === null) {
      this.loose.set(id, row);
      return;
    }
    const person = this.people.get(personId) ?? { rows: new Map<string, Float32Array>(), centroid: null };
    person.rows.set(id, row);
    changed(person);
    this.people.set(personId, person);
  }

  /** A face that is not there is passed over. */
  delete(id: string): void {
    const face = this.faces.get(id);
    if (!face) return;
    this.detach(id, face);
    face.row.fill(0);
    this.faces.delete(id);
  }

  /** Overwrites every vector with zeros. */
  clear(): void {
    for (const { row } of this.faces.values()) row.fill(0);
    for (const { centroid } of this.people.values()) centroid?.fill(0);
    this.faces.clear();
    this.people.clear();
    this.loose.clear();
  }

  /**
   * Every person, and every face of nobody, with the similarity to the probe, -1..1. Of a person that is the mean of two
   * views: the cosine to the centroid, and the average cosine of the `BEST_FACES` most similar faces; for a person with
   * one face the cosine to it. Pauses every few milliseconds of work; the index must not be changed before the end.
   * @throws ClusteringError on a probe of another length
   */
  *search(probe: Float32Array): Generator<undefined, FaceCandidates> {
    const unit = this.unitRow(probe, 'the probe');
    const found: FaceCandidates = { people: [], faces: [] };
    let looked = 0;
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

  private detach(id: string, { personId }: IndexedFace): void {
    this.loose.delete(id);
    const person = personId === null ? undefined : this.people.get(personId);
    if (personId === null || !person) return;
    person.rows.delete(id);
    changed(person);
    if (person.rows.size === 0) this.people.delete(personId);
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
      return unitRows(embedding, this.dimensions).values;
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
