/** @module An event drawn from LFW: who is there, which photos show whom together, and whose selfie is kept out. */
import type { LfwPhoto } from './lfw.photos.js';
import { shuffled } from './face.labels.js';

export interface DrawnEvent {
  /** Rows of LFW that stand together in one photo: different people. */
  groups: number[][];
  /** One selfie per person, not among the photos. */
  selfies: { person: string; row: number }[];
  /** Selfies of people who are not there. */
  strangers: number[];
}

/** Nobody is in more photos than this. */
const MOST_PHOTOS = 20;

/** How many people stand together in one photo. */
export interface Company {
  least: number;
  most: number;
}

/** People with several photos come first, for a selfie needs something to find. */
export function drawEvent(
  photos: readonly LfwPhoto[],
  people: number,
  random: () => number,
  { least, most }: Company = { least: 1, most: 4 },
): DrawnEvent {
  const rowsOf = new Map<string, number[]>();
  photos.forEach(({ person }, row) => rowsOf.set(person, [...(rowsOf.get(person) ?? []), row]));
  const mixed = shuffled(rowsOf.size, random).map(
    (place) => [...rowsOf][place] ?? (['', []] as [string, number[]]),
  );
  const several = mixed
    .filter(([, rows]) => rows.length >= 2)
    .sort((a, b) => Number(b[1].length >= 3) - Number(a[1].length >= 3));
  const there = several.slice(0, people);
  const strangers = mixed
    .filter(([, rows]) => rows.length === 1)
    .slice(0, people)
    .map(([, rows]) => rows[0] ?? -1);
  const selfies = there.map(([person, [row = -1]]) => ({ person, row }));
  const shown = there.flatMap(([, [, ...rows]]) => rows.slice(0, MOST_PHOTOS));
  const groups: number[][] = [];
  for (const place of shuffled(shown.length, random)) {
    const row = shown[place] ?? -1;
    const person = photos[row]?.person;
    const wanted = least + Math.floor(random() * (most - least + 1));
    const last = groups.at(-1);
    if (last && last.length < wanted && last.every((other) => photos[other]?.person !== person))
      last.push(row);
    else groups.push([row]);
  }
  return { groups, selfies, strangers };
}
