/** @module Many overlapping detections of one face become one. */
import type { Box } from '@visage/contracts/geometry.contract';
import { containment, iou } from './box.geometry.js';
import { PART_CONTAINMENT, SAME_FACE_IOU } from './face.thresholds.js';

export interface ScoredBox {
  box: Box;
  /** 0..1 */
  score: number;
}

/**
 * Greedy non-maximum suppression. The survivor's box is the score-weighted mean of the detections that agree with it,
 * which is closer to the face than the best one alone.
 *
 * @param parts whether a box inside a better one is also dropped, as a part of it
 */
export function suppressOverlaps(
  detections: readonly ScoredBox[],
  parts: 'drop' | 'keep' = 'drop',
): ScoredBox[] {
  const open = [...detections].sort((a, b) => b.score - a.score);
  const kept: ScoredBox[] = [];
  while (open.length > 0) {
    const best = open.shift();
    if (best === undefined) break;
    const agreeing = [best];
    for (let i = open.length - 1; i >= 0; i -= 1) {
      const other = open[i];
      if (other === undefined) continue;
      const same = iou(best.box, other.box) >= SAME_FACE_IOU;
      if (same) agreeing.push(other);
      const part = parts === 'drop' && containment(best.box, other.box) >= PART_CONTAINMENT;
      if (same || part) open.splice(i, 1);
    }
    kept.push({ box: meanBox(agreeing), score: best.score });
  }
  return kept;
}

/** Mean of the boxes, weighted by score. */
export function meanBox(boxes: readonly ScoredBox[]): Box {
  const sum: Box = [0, 0, 0, 0];
  let total = 0;
  for (const { box, score } of boxes) {
    total += score;
    for (let i = 0; i < 4; i += 1) sum[i] = (sum[i] ?? 0) + score * (box[i] ?? 0);
  }
  return [sum[0] / total, sum[1] / total, sum[2] / total, sum[3] / total];
}
