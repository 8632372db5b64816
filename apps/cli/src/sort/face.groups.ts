/** @module The faces of all photos in groups, each of which is a person; keeps to what was said by hand. */
import { availableParallelism } from 'node:os';
import type { CareLevel } from '@visage/clustering/linkage/care.level';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { settleLinks, type FaceLink as FacePairLink } from '@visage/clustering/linkage/link.settle';
import type { SecondEmbeddings } from '@visage/clustering/linkage/second.opinion';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import type { ReferencePerson } from '@visage/clustering/search/reference.match';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { faceKey, wholePeople, type FaceKey, type PeopleMemory } from './people.memory.js';
import type { FaceRecord, PhotoRecord } from './photo.record.js';
import type { SortedFace, SortedPhoto } from './sorted.photo.js';

export interface PeopleSettings {
  dimensions: number;
  /** Of the embedder, by which likenesses are judged. */
  kinds?: FaceKinds | undefined;
  threshold: number;
  /** If set, the threshold is the embedder's, and the folder's own is derived from it. */
  care?: CareLevel;
  /** The network whose embeddings the faces carry besides the first one's. */
  second?: { dimensions: number; threshold: number };
  minPhotos: number;
  references: readonly ReferencePerson[];
}

export interface FaceGroup {
  faces: FaceKey[];
  /** The face of best quality. */
  cover: FaceKey;
  centroid: Float32Array;
  /** Number of different photos. */
  photos: number;
}

/** The faces of all photos, ready to be grouped, more than once if need be. */
export class PhotoFaces {
  readonly photos: SortedPhoto[];
  private readonly places: { photo: SortedPhoto; face: SortedFace; key: FaceKey }[];
  private readonly rows: Map<FaceKey, number>;

  constructor(
    records: readonly PhotoRecord[],
    private readonly settings: PeopleSettings,
  ) {
    this.photos = records.map((record) => ({
      ...record,
      faces: record.faces.map((face, index) => ({ ...face, index, person: null })),
    }));
    this.places = this.photos.flatMap((photo) =>
      photo.faces.map((face) => ({ photo, face, key: faceKey(photo.file, face.index) })),
    );
    this.rows = new Map(this.places.map(({ key }, row) => [key, row]));
  }

  /** People in most photos first. Keeps to what was said by hand. */
  async group(memory: PeopleMemory): Promise<FaceGroup[]> {
    const { places, settings } = this;
    const { dimensions, kinds, second } = settings;
    const embeddings = new Float32Array(places.length * dimensions);
    places.forEach(({ face }, row) => embeddings.set(face.embedding, row * dimensions));
    const faces = places.map(({ face }) => face);
    const { clusters } = await groupFaces({
      product: MatrixProduct.with({ threads: availableParallelism() }),
      embeddings,
      ...{ dimensions, kinds },
      photoIds: places.map(({ photo }) => photo.file),
      quality: faces.map(({ quality }) => quality),
      threshold: settings.threshold,
      ...(settings.care === undefined ? {} : { care: settings.care }),
      ...(second ? { secondEmbeddings: secondEmbeddings(faces, second) } : {}),
      constraints: settleLinks(this.knownPairs(memory)),
    });
    const keyAt = (row: number): FaceKey => this.at(row).key;
    return clusters.map(({ faces: members, cover, centroid, photos }) => ({
      ...{ faces: members.map(keyAt), cover: keyAt(cover), centroid, photos },
    }));
  }

  place(key: FaceKey): { photo: SortedPhoto; face: SortedFace } {
    return this.at(this.rows.get(key) ?? -1);
  }

  private at(row: number): { photo: SortedPhoto; face: SortedFace; key: FaceKey } {
    const place = this.places[row];
    if (!place) throw new RangeError(`no face ${row}`);
    return place;
  }

  /**
   * Newest first: a link to a person is one to all faces that are theirs. Two people whom somebody gave names are not
   * one, however alike they become.
   */
  private knownPairs({ links, people }: PeopleMemory): FacePairLink[] {
    const facesOf = new Map(people.map(({ id, faces }) => [id, this.rowsOf(faces)]));
    const whole = new Set<string>();
    const said = [...links].reverse().flatMap(({ kind, face, person }): FacePairLink[] => {
      const [row] = this.rowsOf([face]);
      if (row === undefined) return [];
      if (kind === 'cannot') {
        const all = people.filter(({ id, into }) => id === person || into === person);
        const others = all.flatMap(({ id }) => facesOf.get(id) ?? []).filter((other) => other !== row);
        return star(kind, [row, ...others]);
      }
      const faces = facesOf.get(person) ?? [];
      const among = whole.has(person) ? [] : star(kind, faces);
      whole.add(person);
      return [...(faces.includes(row) ? [] : star(kind, [row, ...faces.slice(0, 1)])), ...among];
    });
    const named = wholePeople(people)
      .filter(({ named: by, deleted }) => by === 'hand' && !deleted)
      .flatMap(({ id }) => facesOf.get(id)?.slice(0, 1) ?? []);
    return [...said, ...named.flatMap((_, index) => star('cannot', named.slice(index)))];
  }

  private rowsOf(faces: readonly FaceKey[]): number[] {
    return faces.flatMap((face) => this.rows.get(face) ?? []);
  }
}

/** The first face with each of the others. */
function star(kind: FacePairLink['kind'], [first, ...others]: readonly number[]): FacePairLink[] {
  return first === undefined ? [] : others.map((other) => ({ kind, pair: [first, other] }));
}

function secondEmbeddings(
  faces: readonly FaceRecord[],
  { dimensions, threshold }: NonNullable<PeopleSettings['second']>,
): SecondEmbeddings {
  const embeddings = new Float32Array(faces.length * dimensions);
  faces.forEach(({ second }, row) => second && embeddings.set(second, row * dimensions));
  return { embeddings, dimensions, threshold };
}
