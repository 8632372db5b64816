/** @module An export as the API shows it. */
import type { DriveExport } from '@visage/contracts/drive-export.contract';
import type { DriveExportRecord } from '@visage/database/drive/drive-export.repository';

export function isUnderWay({ state }: DriveExportRecord): boolean {
  return state === 'pending' || state === 'running';
}

export function toDriveExport({
  id,
  kind,
  folderName,
  state,
  error,
  createdAt,
  finishedAt,
  counts,
}: DriveExportRecord): DriveExport {
  const dates = { createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { id, kind, folderName, state, error, ...dates, counts };
}
