/** @module Groups the faces of all photos into people, named by references if there are any. */
import { availableParallelism } from 'node:os';
import type { CareLevel } from '@visage/clustering/linkage/care.level';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import type { SecondEmbeddings } from '@visage/clustering/linkage/second.opinion';
import { matchReferences, type ReferencePerson } from '@visage/clustering/search/reference.match';
import type { FaceRecord, PhotoRecord } from './photo.record.js';
import { safeName, UniqueNames } from './file.name.js';

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
  /** The name from the references. */
  name?: string;
  /** Name of the person's folder and face picture. */
  folder: string;
  cover: { photo: SortedPhoto; face: SortedFace };
  photos: SortedPhoto[];
}

export interface PeopleSettings {
  dimensions: number;
  threshold: number;
  /** If set, the threshold is the embedder's, and the folder's own is derived from it. */
  care?: CareLevel;
  /** The network whose embeddings the faces carry besides the first one's. */
  second?: { dimensions: number; threshold: number };
  minPhotos: number;
  references: readonly ReferencePerson[];
}

/** Folder names of the result that no person may use. */
const RESERVED = ['Faces', 'No faces', 'Other faces', 'index.html', 'summary.json', '.visage-sort'];

export async function sortPeople(
  records: readonly PhotoRecord[],
  settings: PeopleSettings,
): Promise<{ photos: SortedPhoto[]; people: SortedPerson[] }> {
  const photos = records.map((record): SortedPhoto => ({
    ...record,
    faces: record.faces.map((face, index) => ({ ...face, index, person: null })),
  }));
  const places = photos.flatMap((photo) => photo.faces.map((face) => ({ photo, face })));
  const embeddings = new Float32Array(places.length * settings.dimensions);
  places.forEach(({ face }, row) => embeddings.set(face.embedding, row * settings.dimensions));
  const { clusters } = await groupFaces({
    product: MatrixProduct.with({ threads: availableParallelism() }),
    embeddings,
    dimensions: settings.dimensions,
    photoIds: places.map(({ photo }) => photo.file),
    quality: places.map(({ face }) => face.quality),
    threshold: settings.threshold,
    ...(settings.care === undefined ? {} : { care: settings.care }),
    ...(settings.second
      ? {
          secondEmbeddings: secondEmbeddings(
            places.map(({ face }) => face),
            settings.second,
          ),
        }
      : {}),
  });
  const kept = clusters.filter((cluster) => cluster.photos >= settings.minPhotos);
  const names = new Map<number, string>();
  const centroids = kept.map(({ centroid }) => centroid);
  for (const { name, group } of matchReferences(
    settings.references,
    centroids,
    settings.dimensions,
    settings.threshold,
  )) {
    names.set(group, name);
  }
  const folders = new UniqueNames(RESERVED);
  // Names from references first, so that nobody called "Person 001" loses the name to a number.
  const named = new Map([...names].map(([group, name]) => [group, folders.take(safeName(name))]));
  const digits = Math.max(3, String(kept.length).length);
  const people = kept.map((cluster, group): SortedPerson => {
    const number = String(group + 1).padStart(digits, '0');
    const name = names.get(group);
    const members = cluster.faces.flatMap((face) => places[face] ?? []);
    const cover = places[cluster.cover];
    if (!cover) throw new RangeError(`no face ${cluster.cover}`);
    const person: SortedPerson = {
      id: `person-${number}`,
      ...(name === undefined ? {} : { name }),
      folder: named.get(group) ?? folders.take(`Person ${number}`),
      cover,
      photos: [...new Set(members.map(({ photo }) => photo))],
    };
    for (const { face } of members) face.person = person;
    return person;
  });
  return { photos, people };
}

function secondEmbeddings(
  faces: readonly FaceRecord[],
  { dimensions, threshold }: NonNullable<PeopleSettings['second']>,
): SecondEmbeddings {
  const embeddings = new Float32Array(faces.length * dimensions);
  faces.forEach(({ second }, row) => second && embeddings.set(second, row * dimensions));
  return { embeddings, dimensions, threshold };
}
