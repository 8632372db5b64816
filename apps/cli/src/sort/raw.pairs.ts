/** @module A camera's RAW beside its JPEG: one photo with two files, of which the JPEG is looked at. */
import type { PhotoRecord } from './photo.record.js';

export interface PairedRecords {
  /** Without the RAW files that belong to another. */
  records: PhotoRecord[];
  /** Files of the RAWs, by that of their photo. */
  raws: ReadonlyMap<string, readonly string[]>;
}

/** Two files are a pair by their folder, their name without its ending and the second they were taken in. */
export function pairRaws(records: readonly PhotoRecord[]): PairedRecords {
  const shown = new Map<string, PhotoRecord>();
  for (const record of records) {
    const key = keyOf(record);
    if (!record.error && (record.format === 'jpeg' || record.format === 'heic') && !shown.has(key))
      shown.set(key, record);
  }
  const raws = new Map<string, string[]>();
  const own = records.filter((record) => {
    const photo = record.error || record.format !== 'raw' ? undefined : shown.get(keyOf(record));
    if (photo) raws.set(photo.file, [...(raws.get(photo.file) ?? []), record.file]);
    return photo === undefined;
  });
  return { records: own, raws };
}

function keyOf({ file, takenAt }: PhotoRecord): string {
  return JSON.stringify([file.replace(/\.[^./]*$/, '').toLowerCase(), takenAt?.slice(0, 19) ?? null]);
}
