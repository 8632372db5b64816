/** @module A drawn event goes the whole way: portraits side by side in damaged photos, which pass the pipeline as it ships. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groupFaces, type FaceGrouping } from '@visage/clustering/linkage/cluster.faces';
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import type { DrawnEvent } from './drawn.event.js';
import type { LfwPhoto } from './lfw.photos.js';
import { composePhoto, drawDamage, PORTRAIT_CELL } from './photo.damage.js';
import { mapWide } from './photo.workers.js';
import type { GroupedFaces } from './selfie.score.js';
import type { Embedder, OpenVision } from './vision.open.js';

/** Faces of known people, ready to be grouped. */
export type KnownFaces = Omit<GroupedFaces, 'grouping'>;

export interface PhotographedEvent {
  faces: KnownFaces;
  /** Of the people who are there; without those whose face was not found. */
  selfies: { person: string; embedding: Float32Array }[];
  strangers: Float32Array[];
}

export async function photograph(
  { pool, threads, embedder: { dimensions } }: OpenVision,
  folder: string,
  photos: readonly LfwPhoto[],
  { groups, selfies, strangers }: DrawnEvent,
  random: () => number,
): Promise<PhotographedEvent> {
  const read = (row: number): Promise<Buffer> => readFile(join(folder, 'images', photos[row]?.photo ?? ''));
  const damaged = groups.map((group) => group.map((row) => ({ row, damage: drawDamage(random) })));
  const found = await mapWide(damaged, threads, async (group) => {
    const portraits = await Promise.all(
      group.map(async ({ row, damage }) => ({ bytes: await read(row), damage })),
    );
    return pool.analyse({ bytes: await composePhoto(portraits) }, { embed: true });
  });
  const selfie = async (row: number): Promise<Float32Array | null> =>
    (await pool.selfie(await read(row))).faces[0]?.embedding ?? null;
  const own = await mapWide(selfies, threads, async ({ person, row }) => ({
    person,
    embedding: await selfie(row),
  }));
  const others = await mapWide(strangers, threads, selfie);
  const faces = found.flatMap(({ faces: analysed }, photo) => {
    const people = (groups[photo] ?? []).map((row) => photos[row]?.person ?? '');
    const sitters = people.map((_, place) => sitterOf(place, analysed));
    return analysed.map((face) => {
      const person = people[sitters.indexOf(face)];
      return { face, photo, person: person ?? `background ${photo} ${face.box.join(' ')}` };
    });
  });
  return {
    faces: knownFaces(faces, dimensions),
    selfies: own.flatMap(({ person, embedding }) => (embedding ? [{ person, embedding }] : [])),
    strangers: others.filter((embedding) => embedding !== null),
  };
}

/**
 * Whose portrait it is: the face nearest the middle of its place, where LFW's portraits have theirs, if one is near it. People
 * behind them, above or below included, are nobody we know.
 */
function sitterOf(place: number, faces: readonly AnalysedFace[]): AnalysedFace | undefined {
  const [x, y] = [(place + 0.5) * PORTRAIT_CELL, PORTRAIT_CELL / 2];
  const distance = ({ box: [left, top, width, height] }: AnalysedFace): number =>
    Math.hypot(left + width / 2 - x, top + height / 2 - y);
  const near = faces.filter((face) => distance(face) < PORTRAIT_CELL / 5);
  return near.sort((a, b) => distance(a) - distance(b))[0];
}

export function knownFaces(
  faces: readonly { face: AnalysedFace; photo: number; person: string }[],
  dimensions: number,
): KnownFaces {
  const embeddings = new Float32Array(faces.length * dimensions);
  faces.forEach(({ face }, n) => embeddings.set(face.embedding ?? [], n * dimensions));
  return {
    ...{
      embeddings,
      dimensions,
      photo: faces.map(({ photo }) => photo),
      truth: faces.map(({ person }) => person),
    },
    quality: faces.map(({ face }) => face.quality),
  };
}

export function groupAsShipped(
  faces: KnownFaces,
  { threshold, kinds }: Pick<Embedder, 'threshold' | 'kinds'>,
): Promise<FaceGrouping> {
  const { embeddings, dimensions, photo, quality } = faces;
  return groupFaces({
    product: MatrixProduct.with(),
    embeddings,
    dimensions,
    kinds,
    threshold,
    care: 'balanced',
    photoIds: photo,
    quality,
  });
}
