/** @module Photos -> their archive: names, layout, and the tag that changes whenever one of its bytes would. */
import { nameOfForm } from '@visage/originals/original.form';
import { createHash } from 'node:crypto';
import { ZipLayout } from './zip.layout.js';
import { manifestBytes, manifestFacts, MANIFEST_NAME, type SummedFile } from './zip.manifest.js';
import type { GivenPhoto } from './zip.access.js';
import { UniqueNames } from './zip.name.js';
import type { ZipEntry } from './zip.record.js';

/** A photo whose header can be written before its bytes are read. */
export type ArchivedPhoto = GivenPhoto & { form: { crc32: number } };

export interface ZipArchive {
  /** One entry a photo, in order, and the list of sums as the last. */
  layout: ZipLayout;
  photos: readonly ArchivedPhoto[];
  /** Strong: the same only for the same bytes. */
  version: string;
  manifest(start: number, end: number): Iterable<Uint8Array>;
}

/** Part of every tag, to be raised when the same photos make other bytes. */
const FORM = 1;

/** @param listedAt stands as the time of the list of sums; the archive is the same whenever it is fetched. */
export function archiveOf(photos: readonly ArchivedPhoto[], listedAt: Date): ZipArchive {
  const names = new UniqueNames([MANIFEST_NAME]);
  const files: SummedFile[] = photos.map(({ fileName, form }) => ({
    name: names.add(nameOfForm(fileName, form)),
    sha256: form.sha256,
  }));
  const entries = photos.map((photo, i): ZipEntry => ({
    name: files[i]?.name ?? '',
    size: photo.form.bytes,
    crc32: photo.form.crc32,
    modifiedAt: wallClockOf(photo.takenAt) ?? photo.createdAt,
  }));
  entries.push({ name: MANIFEST_NAME, modifiedAt: listedAt, ...manifestFacts(files) });
  return {
    layout: new ZipLayout(entries),
    photos,
    version: versionOf(entries, files),
    manifest: (start, end) => manifestBytes(files, start, end),
  };
}

/** The time on the clock where the photo was taken, which is what a ZIP holds. */
function wallClockOf(takenAt: string | null): Date | null {
  // a day alone begins at midnight
  const at = new Date(`${takenAt?.slice(0, 19).padEnd(19, 'T00:00:00') ?? ''}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function versionOf(entries: readonly ZipEntry[], files: readonly SummedFile[]): string {
  const hash = createHash('sha256').update(`zip ${FORM}\n`);
  entries.forEach(({ name, size, crc32, modifiedAt }, i) => {
    const sum = files[i]?.sha256 ?? '';
    hash.update(`${size} ${crc32} ${sum} ${modifiedAt.getTime()} ${name}\n`);
  });
  return hash.digest('base64url');
}
