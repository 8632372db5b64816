/** @module Faces found anew take the place of the face that lay there, so that people survive a better detector. */
import type { Box } from '@visage/contracts/geometry.contract';
import { overlapOf } from './face.record.js';

/** The usual bar of detection benchmarks (PASCAL VOC) for "the same object". */
const SAME_PLACE = 0.5;

interface PlacedFace {
  id: string;
  box: Box;
}

/** `box` is null where it does not open. */
interface EarlierFace {
  id: string;
  box: Box | null;
}

/** @returns for each new face the index of the old one it overlaps most, or null. Each old face is inherited once. */
export function inheritFaces(
  found: readonly PlacedFace[],
  before: readonly EarlierFace[],
): (number | null)[] {
  const pairs = found.flatMap((face, index) =>
    before.map((earlier, old) => ({ index, old, overlap: likenessOf(face, earlier) })),
  );
  const heirs = new Array<number | null>(found.length).fill(null);
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

/** A detector that looks a second time finds the face of the same id in the same place, which need not be known for that. */
function likenessOf(face: PlacedFace, { id, box }: EarlierFace): number {
  if (box === null) return id === face.id ? 1 : 0;
  return overlapOf(face.box, box);
}
