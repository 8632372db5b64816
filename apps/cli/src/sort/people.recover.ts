/** @module People known again by the photos in their folders alone, when `people.json` is missing or damaged. */
import { posix } from 'node:path';
import type { FaceGroup } from './face.groups.js';
import { isNobodys } from './output.names.js';
import type { OutputTree, TreeFolder } from './output.tree.js';
import { noMemory, personId, photoOf, type PeopleMemory, type RememberedPerson } from './people.memory.js';

/**
 * A folder is that of the person who is in most of its photos; people who are in most others of them were put together
 * with that person.
 * @param groups people as found by likeness alone
 * @param idOf ids by folder, from the last summary
 */
export function recoverPeople(
  tree: OutputTree,
  groups: readonly FaceGroup[],
  idOf: ReadonlyMap<string, string>,
): PeopleMemory {
  const memory = noMemory();
  const folders = [...tree.values()].filter(({ path, photos }) => photos.size > 0 && !isNobodys(path));
  const known = [...idOf.values()].map((id) => id.replace('person-', 'Person '));
  memory.next = Math.max(0, ...[...tree.keys(), ...known].map(numberOf)) + 1;
  const photosOf = new Map(groups.map((group) => [group, new Set(group.faces.map(photoOf))]));
  for (const [folder, residents] of homes(folders, photosOf)) {
    const number = numberOf(folder.path);
    let owner: RememberedPerson | undefined;
    for (const group of explaining(folder, residents, photosOf)) {
      const person: RememberedPerson = {
        id:
          (owner ? undefined : idOf.get(folder.path)) ??
          personId(!owner && number > 0 ? number : memory.next++),
        ...{ folder: folder.path, named: number > 0 ? 'number' : 'hand', deleted: false, into: owner?.id },
        faces: facesIn(group, folder.photos),
      };
      owner ??= person;
      memory.people.push(person);
    }
  }
  memory.people.sort((a, b) => (a.id < b.id ? -1 : 1));
  return memory;
}

/** The folder with which each group has most in common. */
function homes(
  folders: readonly TreeFolder[],
  photosOf: ReadonlyMap<FaceGroup, ReadonlySet<string>>,
): Map<TreeFolder, FaceGroup[]> {
  const homes = new Map<TreeFolder, FaceGroup[]>();
  for (const [group, photos] of photosOf) {
    let best: { folder: TreeFolder; likeness: number } | undefined;
    for (const folder of folders) {
      const common = overlap(folder.photos, photos);
      const likeness = common / (folder.photos.size + photos.size - common);
      if (likeness > (best?.likeness ?? 0)) best = { folder, likeness };
    }
    if (best) homes.set(best.folder, [...(homes.get(best.folder) ?? []), group]);
  }
  return homes;
}

/**
 * Those of the groups whose photos in the folder are there because of them, and not only because somebody else is in
 * them, too; none if they explain no more than half of the folder, which then is somebody's own collection.
 */
function explaining(
  folder: TreeFolder,
  residents: readonly FaceGroup[],
  photosOf: ReadonlyMap<FaceGroup, ReadonlySet<string>>,
): FaceGroup[] {
  const open = new Set(folder.photos);
  const inFolder = (group: FaceGroup): number => overlap(photosOf.get(group) ?? new Set(), folder.photos);
  const found: FaceGroup[] = [];
  for (const group of [...residents].sort((a, b) => inFolder(b) - inFolder(a))) {
    const photos = photosOf.get(group) ?? new Set();
    if (overlap(photos, open) * 2 <= (found.length === 0 ? 0 : photos.size)) continue;
    found.push(group);
    for (const photo of photos) open.delete(photo);
  }
  return open.size * 2 < folder.photos.size ? found : [];
}

function facesIn(group: FaceGroup, photos: ReadonlySet<string>): FaceGroup['faces'] {
  return group.faces.filter((face) => photos.has(photoOf(face)));
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0;
  for (const item of one) if (other.has(item)) count++;
  return count;
}

/** The number in a folder's name, 0 if somebody named it. */
function numberOf(path: string): number {
  return Number(/^Person (\d+)$/.exec(posix.basename(path))?.[1] ?? 0);
}
