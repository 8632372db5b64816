/** @module The embedding of the face of every UTKFace photo, found and aligned as in a guest's selfie, made once and kept. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { cachedEmbeddings, type CachedEmbeddings, type CacheOptions } from './embedding.cache.js';
import { composePhoto, drawDamage, type Damage } from './photo.damage.js';
import type { OpenVision } from './vision.open.js';

export interface UtkFacePhoto {
  file: string;
  /** Years, 1..116. */
  age: number;
  gender: 'male' | 'female';
  /** As the set's authors labelled it. */
  group: (typeof GROUPS)[number];
}

export interface UtkFaceEmbeddings<Photo = UtkFacePhoto> extends CachedEmbeddings {
  /** Row i of the embeddings is the face of `photos[i]`. */
  photos: Photo[];
}

/** A photo, and how the copy of it was damaged. */
export interface DamagedPhoto extends UtkFacePhoto {
  damage: Damage;
}

export const GROUPS = ['White', 'Black', 'Asian', 'Indian', 'Others'] as const;

/** Photos of each year of age: more would tell little more, and take longer to embed. */
const PER_AGE = 60;
/** Small children are the hard part: so many of theirs come for one of others. */
const PHOTOS_A_CHILD = 4;
const CHILD_AGE = 8;

/** Copies of so many children are damaged. */
const DAMAGED = 480;

/** Years of age, groups and genders in turn; files whose name does not say age, gender and group are left out. */
export async function utkFaceEmbeddings(
  folder: string,
  options: CacheOptions = {},
): Promise<UtkFaceEmbeddings> {
  const photos = await listPhotos(folder);
  const embed = async ({ pool }: OpenVision, { file }: UtkFacePhoto) =>
    (await pool.selfie(await readFile(join(folder, file)))).faces[0] ?? null;
  return {
    photos: photos.slice(0, options.most),
    ...(await cachedEmbeddings('utkface', photos, embed, options)),
  };
}

/** Copies of children's photos as a party's photos would show them. */
export async function damagedChildren(
  folder: string,
  options: CacheOptions = {},
): Promise<UtkFaceEmbeddings<DamagedPhoto>> {
  const random = seededRandom(5);
  const photos = (await listPhotos(folder))
    .filter(({ age }) => age <= CHILD_AGE)
    .slice(0, DAMAGED)
    .map((photo): DamagedPhoto => ({ ...photo, damage: drawDamage(random) }));
  const embed = async ({ pool }: OpenVision, { file, damage }: DamagedPhoto) => {
    const bytes = await readFile(join(folder, file));
    return (await pool.selfie(await composePhoto([{ bytes, damage }]))).faces[0] ?? null;
  };
  return {
    photos: photos.slice(0, options.most),
    ...(await cachedEmbeddings('utkface-damaged', photos, embed, options)),
  };
}

export async function listPhotos(folder: string): Promise<UtkFacePhoto[]> {
  return inTurn((await readdir(folder)).sort().flatMap((file) => photoOf(file) ?? []));
}

/** `<age>_<gender>_<group>_<time>.jpg.chip.jpg`, as Zhang, Song and Qi published it (2017). */
function photoOf(file: string): UtkFacePhoto | undefined {
  const [, age, gender, group] = /^(\d+)_([01])_([0-4])_/.exec(file) ?? [];
  if (age === undefined || gender === undefined || group === undefined) return undefined;
  return {
    ...{ file, age: Number(age) },
    gender: gender === '0' ? 'male' : 'female',
    group: GROUPS[Number(group)] ?? 'Others',
  };
}

/**
 * The first of each age (the first four of small children), then the second of each, and so on: any beginning of the list covers
 * all ages. Within an age, groups and genders take turns in the same way.
 */
function inTurn(photos: readonly UtkFacePhoto[]): UtkFacePhoto[] {
  const alike = turns(photos, ({ age, gender, group }) => `${age} ${gender} ${group}`);
  const mixed = photos.toSorted((a, b) => (alike.get(a) ?? 0) - (alike.get(b) ?? 0));
  const turn = turns(mixed, ({ age }) => String(age));
  const turnOf = (photo: UtkFacePhoto): number =>
    Math.floor((turn.get(photo) ?? 0) / (photo.age <= CHILD_AGE ? PHOTOS_A_CHILD : 1));
  return mixed
    .filter((photo) => turnOf(photo) < PER_AGE)
    .sort((a, b) => turnOf(a) - turnOf(b) || a.age - b.age);
}

/** How many of the same kind come before each photo. */
function turns(
  photos: readonly UtkFacePhoto[],
  kindOf: (photo: UtkFacePhoto) => string,
): Map<UtkFacePhoto, number> {
  const seen = new Map<string, number>();
  return new Map(
    photos.map((photo) => {
      const before = seen.get(kindOf(photo)) ?? 0;
      seen.set(kindOf(photo), before + 1);
      return [photo, before];
    }),
  );
}
