/** @module `Faces/<person>.jpg`: the best face of each person. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { cropPath } from './analyse.photos.js';
import type { OutputFolder } from './output.folder.js';
import { factsOf, isOurs, madeFile, type MadeFiles } from './output.manifest.js';
import { faultOf } from './output.fault.js';
import { coverPath } from './output.plan.js';
import type { SortedPerson } from './sorted.photo.js';
import { writeWhole } from './whole.file.js';

/**
 * Writes the picture of each person whose place is free or ours, and notes it in `made`.
 * @returns why pictures could not be made, in sentences
 */
export async function writeCovers(
  people: readonly SortedPerson[],
  out: OutputFolder,
  made: MadeFiles,
): Promise<string[]> {
  const notes: string[] = [];
  for (const person of people) {
    const path = coverPath(person);
    const target = join(out.path, path);
    const present = await factsOf(target);
    if (present && !isOurs(made.get(path), present)) continue;
    const fault = await faultOf(writeCover(person, out, target));
    if (fault) notes.push(`${path} could not be made: ${fault.reason}`);
    const facts = fault ? null : await factsOf(target);
    if (facts) made.set(path, madeFile(facts));
  }
  return notes;
}

async function writeCover({ cover }: SortedPerson, out: OutputFolder, target: string): Promise<void> {
  const crop = await readFile(cropPath(out, cover.photo.key, cover.face.index));
  const jpeg = await sharp(crop).jpeg({ quality: 92 }).toBuffer();
  await mkdir(dirname(target), { recursive: true });
  await writeWhole(target, jpeg);
}
