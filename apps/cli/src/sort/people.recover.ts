/** @module People known again by the photos in their folders alone, when `people.json` is missing or damaged. */
import { posix } from 'node:path';
import type { FaceGroup } from './face.groups.js';
import { isNobodys } from './output.plan.js';
import type { OutputTree, TreeFolder } from './output.tree.js';
import { noMemory, personId, photoOf, type PeopleMemory, type RememberedPerson } from './people.memory.js';

/**
 * A folder is that of the person who is in most of its photos; people who are in photos of it that this does not
 * explain were put together with that person.
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
  const photosOf = new Map(groups.map((group) => [group, new Set(group.faces.map(photoOf))]));
  const owners = bestOwners(folders, photosOf);
  const numbers = [...tree.keys(), ...[...idOf.values()].map((id) => id.replace('person-', 'Person '))].map(
    numberOf,
  );
  memory.next = Math.max(0, ...numbers) + 1;
  const taken = new Set<FaceGroup>(owners.values());
  for (const [folder, owner] of owners) {
    const number = numberOf(folder.path);
    const person: RememberedPerson = {
      id: idOf.get(folder.path) ?? personId(number > 0 ? number : memory.next++),
      ...{ folder: folder.path, named: number > 0 ? 'number' : 'hand', deleted: false },
      faces: facesIn(owner, folder.photos),
    };
    memory.people.push(person);
    const unexplained = new Set([...folder.photos].filter((photo) => !photosOf.get(owner)?.has(photo)));
    for (const [group, photos] of photosOf) {
      if (taken.has(group) || overlap(photos, unexplained) * 2 <= photos.size) continue;
      taken.add(group);
      memory.people.push({
        ...{ ...person, id: personId(memory.next++), into: person.id },
        faces: facesIn(group, unexplained),
      });
      for (const photo of photos) unexplained.delete(photo);
    }
  }
  memory.people.sort((a, b) => (a.id < b.id ? -1 : 1));
  return memory;
}

/** The pairs that have most in common first; most of the folder's photos must show the person. */
function bestOwners(
  folders: readonly TreeFolder[],
  photosOf: ReadonlyMap<FaceGroup, ReadonlySet<string>>,
): Map<TreeFolder, FaceGroup> {
  const pairs = folders.flatMap((folder) =>
    [...photosOf].flatMap(([group, photos]) => {
      const common = overlap(folder.photos, photos);
      if (common * 2 <= folder.photos.size) return [];
      return [{ folder, group, likeness: common / (folder.photos.size + photos.size - common) }];
    }),
  );
  const owners = new Map<TreeFolder, FaceGroup>();
  const taken = new Set<FaceGroup>();
  for (const { folder, group } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (owners.has(folder) || taken.has(group)) continue;
    owners.set(folder, group);
    taken.add(group);
  }
  return owners;
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
