/** @module Whether a run may go on from the people there are, or has to begin anew. */
import {
  FULL_GROUPING_FACES,
  FULL_GROUPING_SHARE,
  QUALITY_BAR,
} from '@visage/clustering/measure/clustering.thresholds';
import type { FaceColumns } from './face.matrix.js';

/** A photo counts twice: its faces are found, then embedded. Half a count more covers photos without faces. */
const REVISIONS_PER_PHOTO = 2.5;

/**
 * The person of each face as a number, -1 for none; undefined when the event is to be grouped from nothing: it is small,
 * much is new, or more has changed than photos were added (some were deleted, or looked at again by better models).
 * @param revisions how often faces have changed since people were last written
 */
export function earlierGroups(
  { ids, photoIds, personIds, quality }: Pick<FaceColumns, 'ids' | 'photoIds' | 'personIds' | 'quality'>,
  revisions: number,
): Int32Array | undefined {
  if (ids.length <= FULL_GROUPING_FACES) return undefined;
  // Every good face that has been grouped has a person, if only itself; poor ones may have been looked at in vain.
  const fresh = [...ids.keys()].filter(
    (face) => personIds[face] === null && (quality[face] ?? 0) >= QUALITY_BAR,
  );
  const photos = new Set(fresh.map((face) => photoIds[face]));
  if (fresh.length > ids.length * FULL_GROUPING_SHARE || revisions > photos.size * REVISIONS_PER_PHOTO)
    return undefined;
  const numbers = new Map<string, number>();
  return Int32Array.from(personIds, (personId) => {
    if (personId === null) return -1;
    const number = numbers.get(personId) ?? numbers.size;
    numbers.set(personId, number);
    return number;
  });
}
