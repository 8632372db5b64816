/** @module Whether selfies find the photos of who took them, and of nobody else. */
import { FaceIndex } from '@visage/clustering/search/face.index';
import { identify, searchLimits } from '@visage/clustering/search/probe.identify';
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
  grouping: FaceGrouping;
}

/** Photos that a probe is handed, by number. */
export type PhotoSearch = (probe: Float32Array) => Set<number>;

/** The search that guests get, over the faces as grouped. */
export function photoSearch(
  { embeddings, dimensions, photo, grouping }: GroupedFaces,
  modelThreshold: number,
): PhotoSearch {
  const index = new FaceIndex(dimensions);
  const add = (face: number, person: string | null): void =>
    index.set(String(face), person, embeddings.subarray(face * dimensions, (face + 1) * dimensions));
  grouping.clusters.forEach(({ faces }, person) => faces.forEach((face) => add(face, String(person))));
  for (const face of grouping.unassigned) add(face, null);
  const limits = searchLimits(modelThreshold, grouping.clusters.length + grouping.unassigned.length);
  return (probe) => {
    const candidates = index.search(probe);
    let step = candidates.next();
    while (!step.done) step = candidates.next();
    const matches = identify(step.value.people, step.value.faces, limits);
    const groups = matches.people.flatMap(({ id }) => grouping.clusters[Number(id)]?.faces ?? []);
    return new Set(
      [...groups, ...matches.faces.map(({ id }) => Number(id))].map((face) => photo[face] ?? -1),
    );
  };
}

export function scoreSelfies(
  faces: GroupedFaces,
  modelThreshold: number,
  selfies: readonly { person: string; embedding: Float32Array }[],
  strangers: readonly Float32Array[],
): SelfieScore {
  const { photo, truth } = faces;
  const search = photoSearch(faces, modelThreshold);
  let given = 0;
  let right = 0;
  let wanted = 0;
  let found = 0;
  for (const { person, embedding } of selfies) {
    const handed = search(embedding);
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
    strangersFound: strangers.filter((probe) => search(probe).size > 0).length / strangers.length,
  };
}
