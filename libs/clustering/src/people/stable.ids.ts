/** @module People keep their ids from one grouping to the next. */
import { STABLE_ID_SHARE } from '../measure/clustering.thresholds.js';

export interface KnownPerson {
  id: string;
  /** Ids of the faces the person had. */
  faceIds: readonly string[];
}

/**
 * For each new group, the id of the person it continues, or null for a new person. A person continues in the group
 * that holds the majority of those of its faces that still exist; a group claimed by several goes to the one with most
 * faces in it, then to the one listed first (list the oldest first).
 */
export function stableIds(
  previous: readonly KnownPerson[],
  groups: readonly (readonly string[])[],
): (string | null)[] {
  const groupOf = new Map<string, number>();
  groups.forEach((faces, group) => {
    for (const face of faces) groupOf.set(face, group);
  });
  const winners = groups.map((): { id: string; overlap: number } | null => null);
  for (const person of previous) {
    const overlaps = new Map<number, number>();
    let present = 0;
    for (const face of new Set(person.faceIds)) {
      const group = groupOf.get(face);
      if (group === undefined) continue;
      present++;
      overlaps.set(group, (overlaps.get(group) ?? 0) + 1);
    }
    for (const [group, overlap] of overlaps) {
      if (overlap <= present * STABLE_ID_SHARE) continue;
      if (overlap > (winners[group]?.overlap ?? 0)) winners[group] = { id: person.id, overlap };
    }
  }
  return winners.map((winner) => winner?.id ?? null);
}
