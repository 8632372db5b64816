/** @module The people of a grouping are those there were: whom somebody named, hid, shared or is known as is never lost. */
import { randomUUID } from 'node:crypto';
import type { FaceLink } from '@visage/clustering/linkage/link.settle';
import { clashes, stableIds, type KnownPerson } from '@visage/clustering/people/stable.ids';
import type { GroupedEvent, PersonStanding } from '@visage/database/person/person.repository';
import type { FaceColumns } from './face.matrix.js';
import type { Grouping } from './grouping.task.js';

/** Clear faces of each that are said to be different people. */
const SAID_APART = 3;

/** @param standings oldest first */
export function knownPeople(
  { ids, personIds }: Pick<FaceColumns, 'ids' | 'personIds'>,
  standings: readonly PersonStanding[],
): KnownPerson[] {
  const facesOf = new Map(standings.map(({ id }): [string, string[]] => [id, []]));
  ids.forEach((id, face) => facesOf.get(personIds[face] ?? '')?.push(id));
  return standings.map((person) => ({ ...person, faceIds: facesOf.get(person.id) ?? [] }));
}

/** Pairs of faces of people with different names who were found to be one: somebody knows that they are not. */
export function keptApart(
  columns: Pick<FaceColumns, 'ids' | 'quality'>,
  grouping: Grouping,
  previous: readonly KnownPerson[],
): FaceLink[] {
  const indexOf = new Map(columns.ids.map((id, face) => [id, face]));
  const clearest = ({ faceIds }: KnownPerson, group: ReadonlySet<number>): number[] =>
    faceIds
      .flatMap((id) => indexOf.get(id) ?? [])
      .filter((face) => group.has(face))
      .sort((a, b) => (columns.quality[b] ?? 0) - (columns.quality[a] ?? 0) || a - b)
      .slice(0, SAID_APART);
  return clashes(previous, groupIds(columns, grouping)).flatMap(({ group, people }) => {
    const faces = new Set(grouping.people[group]?.faces);
    return people.flatMap((one, index) =>
      people
        .slice(index + 1)
        .filter(({ name }) => name !== one.name)
        .flatMap((other) =>
          clearest(one, faces).flatMap((a) =>
            clearest(other, faces).map((b): FaceLink => ({ kind: 'cannot', pair: [a, b] })),
          ),
        ),
    );
  });
}

/** Whom each group is, as it is written. */
export function continuePeople(
  columns: Pick<FaceColumns, 'ids'>,
  grouping: Grouping,
  previous: readonly KnownPerson[],
): Pick<GroupedEvent, 'people' | 'unassignedFaceIds'> {
  const unassigned = new Set(grouping.unassigned.map((face) => idAt(columns, face)));
  const left = previous.filter((person) => isKnown(person) && isAllIn(person.faceIds, unassigned));
  for (const { faceIds } of left) for (const id of faceIds) unassigned.delete(id);
  const groups = groupIds(columns, grouping);
  const parted = partClashes(groups, previous);
  const everybody = [...groups, ...parted, ...left.map(({ faceIds }) => faceIds)];
  const ids = stableIds(previous, everybody);
  const covers = grouping.people.map(({ cover }) => idAt(columns, cover));
  return {
    people: everybody.flatMap((faceIds, group) => {
      const [first] = faceIds;
      if (first === undefined) return [];
      const cover = covers[group];
      const coverFaceId = cover !== undefined && faceIds.includes(cover) ? cover : first;
      return [{ id: ids[group] ?? randomUUID(), coverFaceId, faceIds }];
    }),
    unassignedFaceIds: [...unassigned],
  };
}

/** Somebody said the faces are one person, and somebody that they are two: all but the first keep the faces they had. */
function partClashes(groups: string[][], previous: readonly KnownPerson[]): string[][] {
  return clashes(previous, groups).flatMap(({ group, people: [, ...others] }) =>
    others.map(({ faceIds }) => {
      const theirs = new Set(faceIds);
      const all = groups[group] ?? [];
      groups[group] = all.filter((id) => !theirs.has(id));
      return all.filter((id) => theirs.has(id));
    }),
  );
}

function isKnown({ name, hidden, linked, recognised }: KnownPerson): boolean {
  return typeof name === 'string' || hidden === true || linked === true || recognised === true;
}

function isAllIn(faceIds: readonly string[], among: ReadonlySet<string>): boolean {
  return faceIds.length > 0 && faceIds.every((id) => among.has(id));
}

function groupIds(columns: Pick<FaceColumns, 'ids'>, { people }: Grouping): string[][] {
  return people.map(({ faces }) => faces.map((face) => idAt(columns, face)));
}

function idAt({ ids }: Pick<FaceColumns, 'ids'>, face: number): string {
  const id = ids[face];
  if (id === undefined) throw new RangeError(`no face ${face}`);
  return id;
}
