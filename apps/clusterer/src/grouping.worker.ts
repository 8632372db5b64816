/** @module Runs in a thread of its own: grouping 100,000 faces takes seconds, and locks must be renewed meanwhile. */
import { availableParallelism } from 'node:os';
import { groupFaces } from '@visage/clustering/cluster.faces';
import type { Grouping, GroupingTask } from './grouping.task.js';

export default async function group(task: GroupingTask): Promise<Grouping> {
  const { clusters, unassigned } = await groupFaces({ ...task, threads: availableParallelism() });
  return { people: clusters.map(({ faces, cover }) => ({ faces, cover })), unassigned };
}
