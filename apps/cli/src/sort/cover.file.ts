/** @module `Faces/<person>.jpg`: the best face of each person. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { cropPath } from './analyse.photos.js';
import type { OutputFolder } from './output.folder.js';
import { factsOf, isOurs, madeFile, type MadeFiles } from './output.manifest.js';
import { coverPath } from './output.plan.js';
import type { SortedPerson } from './sorted.people.js';
import { writeWhole } from './whole.file.js';

/** Writes the picture of each person whose place is free or ours, and notes it in `made`. */
export async function writeCovers(
  people: readonly SortedPerson[],
  out: OutputFolder,
  made: MadeFiles,
): Promise<void> {
  for (const person of people) {
    const path = coverPath(person);
    const target = join(out.path, path);
    const present = await factsOf(target);
    if (present && !isOurs(made.get(path), present)) continue;
    const crop = await readFile(cropPath(out, person.cover.photo.key, person.cover.face.index));
    const jpeg = await sharp(crop).jpeg({ quality: 92 }).toBuffer();
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, jpeg);
    const facts = await factsOf(target);
    if (facts) made.set(path, madeFile(facts));
  }
}
