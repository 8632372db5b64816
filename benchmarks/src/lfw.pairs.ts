/** @module The View 2 pairs of Labeled Faces in the Wild: folds that share no person. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FacePair {
  /** 1 and up. */
  fold: number;
  /** `<Person>/<Person>_NNNN.jpg` */
  a: string;
  b: string;
  same: boolean;
}

/** @param folder that holds `pairs.txt`: folds and pairs a kind in the first line, then each fold's same and different */
export async function readPairs(folder: string): Promise<FacePair[]> {
  const [header = '', ...lines] = (await readFile(join(folder, 'pairs.txt'), 'utf8')).trim().split('\n');
  const [folds = NaN, each = NaN] = header.split('\t').map(Number);
  if (lines.length !== folds * each * 2)
    throw new Error(`pairs.txt has ${lines.length} pairs, not ${folds * each * 2}.`);
  return lines.map((line, i) => {
    const [first = '', number = '', ...rest] = line.split('\t');
    const [other = first, otherNumber = ''] = rest.length === 2 ? rest : [first, ...rest];
    const fold = Math.floor(i / (each * 2)) + 1;
    return { fold, a: photoOf(first, number), b: photoOf(other, otherNumber), same: rest.length === 1 };
  });
}

function photoOf(person: string, number: string): string {
  return `${person}/${person}_${number.padStart(4, '0')}.jpg`;
}
