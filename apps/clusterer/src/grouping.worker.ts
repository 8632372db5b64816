/** @module Runs in a thread of its own: grouping 100,000 faces takes seconds, and locks must be renewed meanwhile. */
import { availableParallelism } from 'node:os';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import { NetworkGate } from '@visage/vision/network/network.gate';
import type { GatedGroupingTask, Grouping } from './grouping.task.js';

export default async function group({ gate: shared, ...task }: GatedGroupingTask): Promise<Grouping> {
  const gate = new NetworkGate(shared);
  const { clusters, unassigned } = await groupFaces({
    ...task,
    product: MatrixProduct.with({ threads: availableParallelism(), gate }),
  });
  return { people: clusters.map(({ faces, cover }) => ({ faces, cover })), unassigned };
}
