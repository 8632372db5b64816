/** @module Faces found anew take the place of the face that lay there, so that people survive a better detector. */
import type { Box } from '@visage/contracts/geometry.contract';
import { overlapOf } from './face.record.js';

/** The usual bar of detection benchmarks (PASCAL VOC) for "the same object". */
const SAME_PLACE = 0.5;

/** @returns for each new box the index of the old one it overlaps most, or null. Each old face is inherited once. */
export function inheritFaces(boxes: readonly Box[], before: readonly Box[]): (number | null)[] {
  const pairs = boxes.flatMap((box, index) =>
    before.map((face, old) => ({ index, old, overlap: overlapOf(box, face) })),
  );
  const heirs = new Array<number | null>(boxes.length).fill(null);
  const taken = new Set<number>();
  for (const { index, old } of pairs
    .filter(({ overlap }) => overlap >= SAME_PLACE)
    .sort((a, b) => b.overlap - a.overlap)) {
    if (heirs[index] !== null || taken.has(old)) continue;
    taken.add(old);
    heirs[index] = old;
  }
  return heirs;
}
