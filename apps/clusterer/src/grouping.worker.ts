/** @module Runs in a thread of its own: grouping 100,000 faces takes seconds, and locks must be renewed meanwhile. */
import { availableParallelism } from 'node:os';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { NetworkGate } from '@visage/vision/network/network.gate';
import type { GatedGroupingTask, Grouping } from './grouping.task.js';

export default async function group({ gate: shared, ...task }: GatedGroupingTask): Promise<Grouping> {
  const gate = new NetworkGate(shared);
  const { clusters, unassigned } = await groupFaces({
    ...task,
    threads: availableParallelism(),
    guard: (work) => gate.during(work),
  });
  return { people: clusters.map(({ faces, cover }) => ({ faces, cover })), unassigned };
}
