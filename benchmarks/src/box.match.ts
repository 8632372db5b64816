/** @module Which found faces are the labelled ones. */
import type { Box } from '@visage/contracts/geometry.contract';
import { iou } from '@visage/vision/face/box.geometry';

/** For each found box the index of its label, or -1; best overlaps first, each label at most once. */
export function matchBoxes(found: readonly Box[], labels: readonly Box[], minIou: number): number[] {
  const overlaps = found.flatMap((box, f) => labels.map((label, l) => ({ f, l, overlap: iou(box, label) })));
  overlaps.sort((a, b) => b.overlap - a.overlap);
  const labelOf = found.map(() => -1);
  const taken = new Set<number>();
  for (const { f, l, overlap } of overlaps) {
    if (overlap < minIou || labelOf[f] !== -1 || taken.has(l)) continue;
    labelOf[f] = l;
    taken.add(l);
  }
  return labelOf;
}
