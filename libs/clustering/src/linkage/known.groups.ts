/**
 * @module A grouping continues from an earlier one: groups that no new face comes near stay as they are; small ones
 * that a new face comes near are taken apart and formed anew with it. What was decided on few faces is thus decided
 * again when there are more, and the order of arrival hardly matters.
 */
import type { ClusterSet } from './cluster.set.js';
import { RECONSIDERED_FACES, RECONSIDERED_NEAR } from '../measure/clustering.thresholds.js';
import type { SimilarPairs } from '../search/similar.pairs.js';

export interface KnownStart {
  /** Clusters still to be compared with others: new faces, and faces of groups taken apart. */
  changed: Set<number>;
  /** One face of each earlier group that was kept. */
  kept: Map<number, number>;
  /** Number of kept groups, new faces and faces of groups taken apart: an upper bound on the people. */
  groups: number;
}

/**
 * Merges the faces of every kept group.
 * @param founders clusters of the set that may start a person
 * @param known the earlier group of a cluster, or -1
 * @param threshold the likeness at which groups are one person
 */
export async function startFromKnown(
  pairs: SimilarPairs,
  set: ClusterSet,
  founders: readonly number[],
  known: (cluster: number) => number,
  threshold: number,
): Promise<KnownStart> {
  const changed = new Set<number>();
  const members = new Map<number, number[]>();
  for (const cluster of founders) {
    const group = known(cluster);
    const list = members.get(group);
    if (group < 0) changed.add(cluster);
    else if (list) list.push(cluster);
    else members.set(group, [cluster]);
  }
  const groups = [...members.values()];
  const near = new Set<number>();
  const fresh = [...changed];
  await pairs.visit(
    set.comparable(fresh),
    set.comparableGroups(groups),
    threshold * RECONSIDERED_NEAR,
    (_, group) => near.add(group),
    (_, group) => !near.has(group),
  );
  const kept = new Map<number, number>();
  const labels = [...members.keys()];
  groups.forEach((faces, group) => {
    if (near.has(group) && faces.length <= RECONSIDERED_FACES) {
      for (const face of faces) changed.add(face);
      return;
    }
    const [first = -1, ...rest] = faces;
    kept.set(labels[group] ?? -1, first);
    for (const face of rest) {
      // Somebody has since said that these are two people.
      if (set.forbidden(first, face)) changed.add(face);
      else set.merge(first, face);
    }
  });
  return { changed, kept, groups: groups.length + fresh.length };
}

/** Returns poor faces to the person they joined before, if that is still a person. */
export function rejoinKnown(
  set: ClusterSet,
  people: readonly number[],
  followers: readonly number[],
  known: (cluster: number) => number,
  kept: ReadonlyMap<number, number>,
): void {
  const owner = new Int32Array(set.count).fill(-1);
  for (const person of people) for (const face of set.members(person)) owner[face] = person;
  for (const follower of followers) {
    const person = owner[kept.get(known(follower)) ?? -1] ?? -1;
    if (person >= 0 && !set.forbidden(person, follower)) set.absorb(person, follower);
  }
}
