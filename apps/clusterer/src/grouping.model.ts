/** @module What comparing faces needs to know of their embedder. */
import type { ModelEntry } from '@visage/contracts/model.contract';

export interface GroupingModel {
  name: string;
  threshold: number;
  dimensions: number;
}

/** @throws Error when the manifest does not say it. */
export function groupingModel({ name, threshold, dimensions }: ModelEntry): GroupingModel {
  if (threshold === undefined || dimensions === undefined) {
    throw new Error(`model ${name} has no threshold or dimensions in the manifest`);
  }
  return { name, threshold, dimensions };
}
