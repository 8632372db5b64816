/** @module Folders of the result that are not those of people. */
import { posix } from 'node:path';
import { foldedName } from './file.name.js';

export const NO_FACES = 'No faces';
/** Photos that show only people without a folder: too blurred, in too few photos, or their folder was deleted. */
export const OTHER_FACES = 'Other faces';
export const FACES = 'Faces';
/** Folders of photos that are in nobody's. */
export const NOBODYS = [NO_FACES, OTHER_FACES] as const;

/** The folder of a path in the output. */
export function folderOf(path: string): string {
  return posix.dirname(path);
}

/** Whether a folder can be nobody's: also if its name differs in case only. */
export function isNobodys(path: string): boolean {
  return [...NOBODYS, FACES].some((name) => foldedName(name) === foldedName(path));
}
