/** @module Faces found anew keep the person of the face that lay in the same place, so that people survive a better detector. */
import type { Box } from '@visage/contracts/geometry.contract';
import { overlapOf } from './face.record.js';

/** The usual bar of detection benchmarks (PASCAL VOC) for "the same object". */
const SAME_PLACE = 0.5;

/** @returns for each new box the person of the old face it overlaps most, or null. Each old face is inherited once. */
export function inheritPeople(
  boxes: readonly Box[],
  before: readonly { box: Box; personId: string | null }[],
): (string | null)[] {
  const pairs = boxes.flatMap((box, index) =>
    before.map((face, old) => ({ index, old, personId: face.personId, overlap: overlapOf(box, face.box) })),
  );
  const heirs = new Array<string | null>(boxes.length).fill(null);
  const takenNew = new Set<number>();
  const takenOld = new Set<number>();
  for (const pair of pairs.filter(({ overlap }) => overlap >= SAME_PLACE).sort((a, b) => b.overlap - a.overlap)) {
    if (takenNew.has(pair.index) || takenOld.has(pair.old)) continue;
    takenNew.add(pair.index);
    takenOld.add(pair.old);
    heirs[pair.index] = pair.personId;
  }
  return heirs;
}
