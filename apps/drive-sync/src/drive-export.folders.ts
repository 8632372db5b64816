/** @module The folders of an export: found again, or made under an id that is written down first. */
import type { DriveExportFileRepository } from '@visage/database/drive/drive-export-file.repository';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveWriter } from '@visage/drive/drive.writer';
import { isTaken } from './drive.taken.js';
import { folderMarkOf, MARK, markOf, type DriveExportRun } from './drive-export.run.js';

export interface FolderDependencies {
  drive: Pick<DriveWriter, 'reserveIds' | 'createFolder'>;
  pacer: Pick<DrivePacer, 'run'>;
  files: Pick<DriveExportFileRepository, 'findPaths' | 'findFolders' | 'recordFolder'>;
}

/** @param found folders of earlier exports by their mark. @returns ids by path; empty when nothing is left to send. */
export async function provideFolders(
  run: DriveExportRun,
  found: ReadonlyMap<string, string>,
  { drive, pacer, files }: FolderDependencies,
): Promise<Map<string, string>> {
  const paths = await files.findPaths(run.id);
  if (paths.length === 0) return new Map();
  const recorded = await files.findFolders(run.id);
  const needed = ['', ...paths.filter((path) => path !== '')];
  const folders = new Map<string, string>();
  const missing = needed.filter((path) => !found.has(folderMarkOf(path)) && !recorded.has(path));
  const reserved = missing.length === 0 ? [] : await pacer.run(() => drive.reserveIds(missing.length));
  for (const [index, path] of missing.entries())
    await files.recordFolder(run.id, path, reserved[index] ?? '');
  const own = new Map([
    ...recorded,
    ...missing.map((path, index): [string, string] => [path, reserved[index] ?? '']),
  ]);
  for (const path of needed) {
    const mark = folderMarkOf(path);
    const there = found.get(mark);
    const id = there ?? own.get(path) ?? '';
    folders.set(path, id);
    if (there !== undefined) continue;
    const appProperties = { [MARK.export]: markOf(run), [MARK.folder]: mark };
    const parentId = path === '' ? run.parentId : (folders.get('') ?? null);
    const folder = { id, name: path === '' ? run.folderName : path, parentId, appProperties };
    await pacer
      .run(() => drive.createFolder(folder))
      .catch((error: unknown) => {
        if (!isTaken(error)) throw error; // an earlier try made it, and its answer was lost
      });
  }
  return folders;
}
