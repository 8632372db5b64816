/** @module One export, as its steps know it, and the marks by which Drive finds again what it made. */
import { createHash } from 'node:crypto';
import type { DriveExportRecord } from '@visage/database/drive/drive-export.repository';

export type DriveExportRun = Pick<
  DriveExportRecord,
  'id' | 'eventId' | 'kind' | 'subjectId' | 'folderName' | 'parentId'
>;

/** Keys of `appProperties`, which only this server's client sees. Key and value may have 124 bytes together. */
export const MARK = { export: 'visageExport', photo: 'visagePhoto', folder: 'visageFolder' } as const;

/** The same for every export of the same thing, so that a second one finds the first one's files. */
export function markOf({ kind, eventId, subjectId }: DriveExportRun): string {
  return `${kind}:${subjectId ?? eventId}`;
}

export function folderMarkOf(path: string): string {
  return createHash('sha256').update(path).digest('base64url');
}
