/**
 * @module `people.json`, beside the summary: who has which folder, and what was said about them by hand. Holds no face
 * embedding: people are known again by which photos lie in which folder, and by where in them their faces are.
 */
import { copyFile, readFile } from 'node:fs/promises';
import { boxSchema } from '@visage/contracts/geometry.contract';
import { z } from 'zod';
import { writeWhole } from './whole.file.js';

/** A face by its photo (index in `photos`) and its box in pixels of the upright photo, rounded. */
const faceSpotSchema = z.object({ photo: z.int().nonnegative(), box: boxSchema });

const peopleStateSchema = z.object({
  version: z.literal(1),
  /** The number of the next new person; a number is never used for two people. */
  next: z.int().positive(),
  photos: z.array(
    z.object({
      /** Relative to the input. */
      file: z.string(),
      /** SHA-256 of its bytes, hex. */
      digest: z.string(),
      /** Where it lay when the run ended, relative to the output; only folders of `people` and those of nobody. */
      places: z.array(z.string()),
      /** Folders somebody took it out of: ids of people, or the name of a folder of nobody. */
      takenOut: z.array(z.string()).default([]),
    }),
  ),
  /** Oldest first. */
  people: z.array(
    z.object({
      id: z.string(),
      /** Relative to the output. */
      folder: z.string(),
      /** Who gave the folder its name. */
      named: z.enum(['number', 'reference', 'hand']),
      /** The name of the reference. */
      name: z.string().optional(),
      /** Device and inode of the folder: it is known by them after it was renamed. */
      directory: z.string().optional(),
      /** The person into whose folder somebody put this one: the two are one, and this one has no folder. */
      into: z.string().optional(),
      /** Somebody deleted the folder. */
      deleted: z.boolean().default(false),
      /** The one on their picture first. */
      faces: z.array(faceSpotSchema),
    }),
  ),
  /** Folders of nobody that somebody deleted. */
  deletedFolders: z.array(z.string()).default([]),
  /** What was said by hand, newest last: a face is a person, or is not. */
  links: z.array(z.object({ kind: z.enum(['must', 'cannot']), face: faceSpotSchema, person: z.string() })),
});

export type PeopleState = z.infer<typeof peopleStateSchema>;
export type FaceSpot = z.infer<typeof faceSpotSchema>;

/** `damaged` counts for states of later versions, too. */
export async function readPeopleState(path: string): Promise<PeopleState | 'missing' | 'damaged'> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return 'missing';
  try {
    const parsed = peopleStateSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'damaged';
  } catch {
    return 'damaged';
  }
}

export async function writePeopleState(path: string, state: PeopleState): Promise<void> {
  await writeWhole(path, `${JSON.stringify(state)}\n`);
}

/** Keeps a damaged file for whoever wants to look into it. */
export async function keepDamagedState(path: string, copy: string): Promise<void> {
  await copyFile(path, copy);
}
