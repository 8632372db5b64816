/** @module Whether selfies find the photos of who took them, and of nobody else. */
import { FaceIndex } from '@visage/clustering/search/face.index';
import { identify, searchLimits } from '@visage/clustering/search/probe.identify';
import type { Embedder } from './vision.open.js';
import type { FaceGrouping } from '@visage/clustering/linkage/cluster.faces';

export interface SelfieScore {
  /** Of all photos handed out, those that show the guest. */
  precision: number;
  /** Of all photos that show the guest, those handed out. */
  recall: number;
  /** Share of guests who were found at all. */
  found: number;
  /** Share of people not there who were told they are. */
  strangersFound: number;
}

export interface GroupedFaces {
  embeddings: Float32Array;
  dimensions: number;
  /** The photo and the person of each face. */
  photo: readonly number[];
  truth: readonly string[];
  quality: readonly number[];
  grouping: Pick<FaceGrouping, 'clusters' | 'unassigned'>;
}

/** Photos that a probe is handed, by number, or that another selfie is asked for. */
export type PhotoSearch = (probe: Float32Array) => Set<number> | 'ambiguous';

/** The search that guests get, over the faces as grouped. */
export function photoSearch(
  { embeddings, dimensions, photo, quality, grouping }: GroupedFaces,
  { threshold, kinds }: Pick<Embedder, 'threshold' | 'kinds'>,
): PhotoSearch {
  const index = new FaceIndex(dimensions, kinds);
  const add = (face: number, person: string | null): void =>
    index.set(String(face), person, {
      embedding: embeddings.subarray(face * dimensions, (face + 1) * dimensions),
      photoId: String(photo[face]),
      quality: quality[face] ?? 0,
    });
  grouping.clusters.forEach(({ faces }, person) => faces.forEach((face) => add(face, String(person))));
  for (const face of grouping.unassigned) add(face, null);
  return (probe) => {
    const candidates = index.search(probe);
    let step = candidates.next();
    while (!step.done) step = candidates.next();
    const limits = searchLimits(threshold, step.value);
    const matches = identify(step.value, limits, (a, b) => index.likeness(a, b));
    if (matches.ambiguous) return 'ambiguous';
    const groups = matches.people.flatMap(({ id }) => grouping.clusters[Number(id)]?.faces ?? []);
    return new Set(
      [...groups, ...matches.faces.map(({ id }) => Number(id))].map((face) => photo[face] ?? -1),
    );
  };
}

/** None when another selfie is asked for. */
export function photosOf(found: ReturnType<PhotoSearch>): Set<number> {
  return found === 'ambiguous' ? new Set() : found;
}

export function scoreSelfies(
  faces: GroupedFaces,
  embedder: Pick<Embedder, 'threshold' | 'kinds'>,
  selfies: readonly { person: string; embedding: Float32Array }[],
  strangers: readonly Float32Array[],
): SelfieScore {
  const { photo, truth } = faces;
  const search = photoSearch(faces, embedder);
  let given = 0;
  let right = 0;
  let wanted = 0;
  let found = 0;
  for (const { person, embedding } of selfies) {
    const handed = photosOf(search(embedding));
    const own = new Set(truth.flatMap((name, face) => (name === person ? [photo[face] ?? -1] : [])));
    const both = [...handed].filter((one) => own.has(one)).length;
    given += handed.size;
    right += both;
    wanted += own.size;
    if (both > 0) found++;
  }
  return {
    precision: right / given,
    recall: right / wanted,
    found: found / selfies.length,
    strangersFound: strangers.filter((probe) => photosOf(search(probe)).size > 0).length / strangers.length,
  };
}
