/** @module What an earlier run left: its state if it can be read, else what the folders tell. */
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { PhotoFaces } from './face.groups.js';
import type { OutputFolder } from './output.folder.js';
import {
  factsOf,
  isOurs,
  readMadeFiles,
  writeMadeFiles,
  type MadeFile,
  type MadeFiles,
} from './output.manifest.js';
import { folderOf, isNobodys } from './output.names.js';
import { readOutputTree, type Original, type OutputTree } from './output.tree.js';
import { noMemory, rememberPeople, wholePeople, type PeopleMemory } from './people.memory.js';
import { recoverPeople } from './people.recover.js';
import { keepDamagedState, readPeopleState } from './people.state.js';
import type { FoundFiles } from './photo.walk.js';
import type { TakenNames } from './sorted.people.js';

export interface Recalled {
  memory: PeopleMemory;
  tree: OutputTree;
  taken: TakenNames;
}

/** @param again whether what was deleted by hand is wanted again */
export async function recallPeople(
  out: OutputFolder,
  found: FoundFiles,
  faces: PhotoFaces,
  again: boolean,
): Promise<Recalled> {
  const made = await readMadeFiles(out.manifest);
  const digests = new Map(faces.photos.map(({ file, digest }) => [file, digest]));
  const originals = found.photos.flatMap((photo): Original[] => {
    const digest = digests.get(photo.file);
    return digest === undefined ? [] : [{ ...photo, digest }];
  });
  let { tree, files } = await readOutputTree(out.path, originals, made);
  const state = await readPeopleState(out.people);
  const photos = faces.photos.flatMap(({ file, digest, faces: own }) =>
    digest === undefined ? [] : [{ file, digest, faces: own }],
  );
  const memory =
    typeof state === 'string'
      ? await recover(out, tree, faces, state)
      : rememberPeople(state, photos, tree, again);
  if (memory.moved.size > 0) {
    await followMade(out, made, memory.moved);
    ({ tree, files } = await readOutputTree(out.path, originals, made));
  }
  const owned = new Set(wholePeople(memory.people).map(({ folder }) => folder));
  const folders = [...tree.keys()].filter((path) => !owned.has(path) && !isNobodys(path));
  return { memory, tree, taken: { files, folders } };
}

async function recover(
  out: OutputFolder,
  tree: OutputTree,
  faces: PhotoFaces,
  why: 'missing' | 'damaged',
): Promise<PeopleMemory> {
  const file = 'people.json';
  if (why === 'damaged') await keepDamagedState(out.people, out.damagedPeople);
  const filled = [...tree.values()].some(({ photos }) => photos.size > 0);
  const memory = filled
    ? recoverPeople(tree, await faces.group(noMemory()), await summaryIds(out))
    : noMemory();
  if (filled || why === 'damaged') {
    const count = wholePeople(memory.people).length;
    memory.notes.push(
      `${file} ${why === 'damaged' ? `could not be read (a copy is ${out.damagedPeople})` : 'is missing'}: ` +
        `${count === 1 ? 'one person was' : `${count} people were`} known again by the photos in their folders. ` +
        'What was deleted or moved by hand before is not known any more.',
    );
  }
  return memory;
}

const summarySchema = z.object({
  people: z.array(z.object({ id: z.string(), folder: z.string().nullish() })),
});

/** Ids by folder, as the last run told programs. */
async function summaryIds(out: OutputFolder): Promise<Map<string, string>> {
  try {
    const { people } = summarySchema.parse(
      JSON.parse(await readFile(join(out.path, 'summary.json'), 'utf8')),
    );
    return new Map(people.flatMap(({ id, folder }) => (folder == null ? [] : [[folder, id]])));
  } catch {
    return new Map();
  }
}

/** What we put into a folder is still ours after the folder was renamed. */
async function followMade(
  out: OutputFolder,
  made: MadeFiles,
  moved: ReadonlyMap<string, string>,
): Promise<void> {
  const entries = new Map<string, { path: string; file: MadeFile }>();
  for (const [before, file] of made) {
    const now = moved.get(folderOf(before));
    if (now === undefined) continue;
    const path = `${now}/${posix.basename(before)}`;
    const facts = await factsOf(join(out.path, path));
    if (facts && isOurs(file, facts)) entries.set(before, { path, file });
  }
  for (const path of entries.keys()) made.delete(path);
  for (const { path, file } of entries.values()) made.set(path, file);
  if (entries.size > 0) await writeMadeFiles(out.manifest, made);
}
