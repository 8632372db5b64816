/** @module Photos in the order in which they were taken, as far as their files tell. */
import type { PhotoRecord } from './photo.record.js';

type Dated = Pick<PhotoRecord, 'file' | 'takenAt'>;

const ZONE = /(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * By moment, then by name; those that tell no time come last. Times without a zone are of the zone that most photos tell, or
 * else of this machine's.
 */
export function inOrderTaken<Photo extends Dated>(photos: readonly Photo[]): Photo[] {
  const zone = commonZone(photos);
  const moments = new Map(photos.map((photo) => [photo, momentOf(photo, zone)]));
  const momentIn = (photo: Photo): number => moments.get(photo) ?? Infinity;
  return photos.toSorted((a, b) => {
    const [first, second] = [momentIn(a), momentIn(b)];
    return first === second ? (a.file < b.file ? -1 : 1) : first - second;
  });
}

function momentOf({ takenAt }: Dated, zone: string): number {
  if (takenAt === undefined) return Infinity;
  const time = takenAt.length === 10 ? `${takenAt}T00:00:00` : takenAt;
  return Date.parse(ZONE.test(time) ? time : time + zone);
}

function commonZone(photos: readonly Dated[]): string {
  const counts = new Map<string, number>();
  for (const { takenAt = '' } of photos) {
    const [zone] = takenAt.length === 10 ? [] : (ZONE.exec(takenAt) ?? []);
    if (zone !== undefined && zone !== 'Z') counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
