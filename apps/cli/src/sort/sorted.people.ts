/** @module Groups of faces as people: who they were in the last run, named by references if there are any. */
import { posix } from 'node:path';
import { stableIds } from '@visage/clustering/people/stable.ids';
import { matchReferences } from '@visage/clustering/search/reference.match';
import type { FaceGroup, PeopleSettings, PhotoFaces } from './face.groups.js';
import { safeName, UniqueNames } from './file.name.js';
import { PEOPLE_FILE, WORK_FOLDER } from './output.folder.js';
import {
  personId,
  photoOf,
  wholeOf,
  wholePeople,
  type PeopleMemory,
  type RememberedPerson,
} from './people.memory.js';
import type { SortedPerson } from './sorted.photo.js';

/** What lies in the output beside the folders of people. */
export interface TakenNames {
  files: readonly string[];
  folders: readonly string[];
}

/** Names in the result that no person may use. */
const RESERVED = ['Faces', 'No faces', 'Other faces', 'index.html', 'summary.json', PEOPLE_FILE, WORK_FOLDER];

/** Groups that get a folder, and who they were in the last run: several, if somebody said that they are one. */
interface KeptGroup {
  group: FaceGroup;
  person: RememberedPerson | undefined;
  /** The name of a reference that looks like it. */
  name: string | undefined;
}

/**
 * Gives each group its person: the one it was in the last run, or a new one. Brings the people of `memory` up to date.
 * Who has a folder that somebody named keeps it; else a reference gives the name, else a number does.
 */
export function namePeople(
  faces: PhotoFaces,
  groups: readonly FaceGroup[],
  memory: PeopleMemory,
  settings: PeopleSettings,
  taken: TakenNames,
): SortedPerson[] {
  const known = knownPeople(groups, memory.people);
  const kept = withReferences(
    wholeGroups(groups, known, memory.people).filter(
      ({ group, person }) =>
        group.photos >= settings.minPhotos || (person?.named === 'hand' && !person.deleted),
    ),
    settings,
  );
  const people = nameFolders(kept, memory, taken);
  return sortedPeople(faces, people);
}

/** Folders that somebody named go on first, and deleted ones last: nobody vanishes into a folder that is not made. */
function knownPeople(
  groups: readonly FaceGroup[],
  people: readonly RememberedPerson[],
): (RememberedPerson | undefined)[] {
  const rankOf = (person: RememberedPerson): number => {
    const { named, deleted } = wholeOf(person, people);
    if (deleted) return 2;
    return named === 'hand' ? 0 : 1;
  };
  const byId = new Map(people.map((person) => [person.id, person]));
  const known = groups.map((): RememberedPerson | undefined => undefined);
  for (const rank of [0, 1, 2]) {
    const previous = people
      .filter((person) => rankOf(person) === rank)
      .map(({ id, faces }) => ({ id, faceIds: faces }));
    const ids = stableIds(
      previous,
      groups.map(({ faces }) => faces),
    );
    ids.forEach((id, index) => (known[index] ??= byId.get(id ?? '')));
  }
  return known;
}

/** The groups of people whom somebody put together as one, of which the largest shows its best face. */
function wholeGroups(
  groups: readonly FaceGroup[],
  known: readonly (RememberedPerson | undefined)[],
  people: readonly RememberedPerson[],
): { group: FaceGroup; person: RememberedPerson | undefined }[] {
  const wholes: { group: FaceGroup; person: RememberedPerson | undefined }[] = [];
  groups.forEach((group, index) => {
    const part = known[index];
    if (part) part.faces = coverFirst(group);
    const person = part && wholeOf(part, people);
    const whole = person && wholes.find((other) => other.person === person);
    if (!whole) wholes.push({ group, person });
    else whole.group = together(whole.group, group);
  });
  return wholes.sort((a, b) => b.group.photos - a.group.photos);
}

function together(one: FaceGroup, other: FaceGroup): FaceGroup {
  const faces = [...one.faces, ...other.faces];
  return { ...one, faces, photos: new Set(faces.map(photoOf)).size };
}

function withReferences(
  kept: readonly Omit<KeptGroup, 'name'>[],
  { references, dimensions, threshold, kinds }: PeopleSettings,
): KeptGroup[] {
  const centroids = kept.map(({ group }) => group.centroid);
  const matches = matchReferences(references, centroids, dimensions, threshold, kinds);
  const names = new Map(matches.map(({ name, group }) => [group, name]));
  return kept.map((each, index) => ({ ...each, name: names.get(index) }));
}

/** Everybody with a folder or a deleted one, in the order of the groups; new people are added to `memory`. */
function nameFolders(
  kept: readonly KeptGroup[],
  memory: PeopleMemory,
  taken: TakenNames,
): { group: FaceGroup; person: RememberedPerson }[] {
  const nameNow = new Map(
    kept.flatMap(({ person, name }) => (person && name !== undefined ? [[person, name]] : [])),
  );
  const given = new Set(kept.flatMap(({ name }) => name ?? []));
  /** A reference's name goes on with whoever looks like it now. */
  const nameAfter = (person: RememberedPerson): string | undefined =>
    nameNow.get(person) ?? (given.has(person.name ?? '') ? undefined : person.name);
  const changed = wholePeople(memory.people).filter(
    (person) => person.named !== 'hand' && nameAfter(person) !== person.name,
  );
  const names = new UniqueNames([
    ...RESERVED,
    ...taken.files,
    ...memory.people.filter((person) => !changed.includes(person)).map(({ folder }) => folder),
  ]);
  for (const person of changed) {
    const name = nameAfter(person);
    person.name = name;
    person.named = name === undefined ? 'number' : 'reference';
    if (name !== undefined) person.folder = names.take(safeName(name));
  }
  const folderOfName = new Map(
    kept.flatMap(({ person, name }) =>
      person || name === undefined ? [] : [[name, names.take(safeName(name))]],
    ),
  );
  for (const folder of taken.folders) names.claim(folder);
  for (const person of changed)
    if (person.named === 'number') person.folder = names.take(numberedFolder(person.id));
  const digits = Math.max(3, String(memory.next - 1 + kept.length).length);
  return kept.map(({ group, person, name }) => {
    if (person) return { group, person };
    const folder = name === undefined ? undefined : folderOfName.get(name);
    let id = personId(memory.next++, digits);
    while (folder === undefined && !names.claim(numberedFolder(id))) id = personId(memory.next++, digits);
    const created: RememberedPerson = {
      ...{
        id,
        folder: folder ?? numberedFolder(id),
        named: folder === undefined ? 'number' : 'reference',
        name,
      },
      ...{ deleted: false, faces: coverFirst(group) },
    };
    memory.people.push(created);
    return { group, person: created };
  });
}

function numberedFolder(id: string): string {
  return `Person ${id.slice('person-'.length)}`;
}

function coverFirst({ faces, cover }: FaceGroup): FaceGroup['faces'] {
  return [cover, ...faces.filter((face) => face !== cover)];
}

function sortedPeople(
  faces: PhotoFaces,
  people: readonly { group: FaceGroup; person: RememberedPerson }[],
): SortedPerson[] {
  const pictures = new UniqueNames();
  return people.map(({ group, person: { id, folder, named, name, deleted } }) => {
    const members = group.faces.map((face) => faces.place(face));
    const shown = named === 'hand' ? posix.basename(folder) : name;
    const person: SortedPerson = {
      id,
      ...(shown === undefined ? {} : { name: shown }),
      folder: deleted ? null : folder,
      picture: pictures.take(safeName(posix.basename(folder))),
      cover: faces.place(group.cover),
      photos: [...new Set(members.map(({ photo }) => photo))],
    };
    for (const { face } of members) face.person = person;
    return person;
  });
}
