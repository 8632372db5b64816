/** @module Runs in a thread of its own: grouping 100,000 faces takes seconds, and locks must be renewed meanwhile. */
import { groupFaces } from '@visage/clustering/cluster.faces';
import type { Grouping, GroupingTask } from './grouping.task.js';

export default function group(task: GroupingTask): Grouping {
  const { clusters, unassigned } = groupFaces(task);
  return { people: clusters.map(({ faces, cover }) => ({ faces, cover })), unassigned };
}
