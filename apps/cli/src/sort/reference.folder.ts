/** @module Known people: one sub-folder of pictures each. */
import { readdir, stat } from 'node:fs/promises';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { ReferencePerson } from '@visage/clustering/search/reference.match';
import { mainFace } from '@visage/vision/face/selfie.face';
import { CommandError } from '../command.error.js';
import { EXIT_USAGE } from '../command.exit.js';
import type { VisionSession } from '../models/vision.session.js';
import { eachConcurrently } from '../each.concurrently.js';
import { childPath, shownNames, type FilePath } from './file.name.js';
import { walkPhotos, type FoundPhoto } from './photo.walk.js';

/**
 * The embedding of the main face of every picture, by person. Pictures without a readable face are noted and left out.
 * Ends early, with what it has, when the signal fires.
 * @throws CommandError when the folder does not exist or has no sub-folder.
 */
export async function readReferences(
  folder: string,
  vision: VisionSession,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<ReferencePerson[]> {
  const people: ReferencePerson[] = [];
  for (const [name, path] of await subfolders(folder)) {
    const { photos, unreadable } = await walkPhotos(path, folder);
    for (const { file, reason } of unreadable) note(`Reference ${name}/${file}: ${reason}`);
    const found = new Map<string, Float32Array>();
    const look = async (photo: FoundPhoto): Promise<void> => {
      try {
        const { faces, width, height } = await vision.analyse(photo.path, { embed: true });
        const embedding = mainFace(faces, width, height)?.embedding;
        if (embedding) found.set(photo.file, embedding);
        else note(`Reference ${name}/${photo.file}: no face found, left out.`);
      } catch (error) {
        if (!(error instanceof PhotoError)) throw error;
        note(`Reference ${name}/${photo.file}: ${error.reason}`);
      }
    };
    await eachConcurrently(photos, vision.threads + 1, look, signal);
    if (signal.aborted) break;
    if (found.size === 0) note(`References: no usable picture of ${name}, so nobody gets this name.`);
    else people.push({ name, embeddings: flatten(photos.flatMap(({ file }) => found.get(file) ?? [])) });
  }
  return people;
}

async function subfolders(folder: string): Promise<[name: string, path: FilePath][]> {
  const entries = await readdir(folder, { encoding: 'buffer' }).catch(() => {
    throw new CommandError(`There is no folder of references ${folder}.`, EXIT_USAGE);
  });
  const names: [string, FilePath][] = [];
  for (const [name, bytes] of [...shownNames(entries)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = childPath(folder, bytes);
    if (!name.startsWith('.') && (await stat(path).catch(() => null))?.isDirectory())
      names.push([name, path]);
  }
  if (names.length === 0) {
    throw new CommandError(
      `${folder} needs one sub-folder of pictures per person, named after them.`,
      EXIT_USAGE,
    );
  }
  return names;
}

function flatten(embeddings: readonly Float32Array[]): Float32Array {
  const length = embeddings.reduce((sum, embedding) => sum + embedding.length, 0);
  const flat = new Float32Array(length);
  let offset = 0;
  for (const embedding of embeddings) {
    flat.set(embedding, offset);
    offset += embedding.length;
  }
  return flat;
}
