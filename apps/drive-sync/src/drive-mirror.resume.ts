/**
 * @module What a run that was killed had begun in Drive: where it has happened, its end is written down; where it has not, it
 * is as if it had not begun, and is decided anew.
 */
import type { StepEnd } from '@visage/database/drive/drive-mirror-item.repository';
import type {
  DriveMirrorLineRepository,
  MirrorLine,
} from '@visage/database/drive/drive-mirror-line.repository';
import type { MirrorRun } from './drive-mirror.run.js';
import {
  lookAgain,
  renamedPatch,
  sentPatch,
  trashedEnd,
  untrashedPatch,
  type StepDependencies,
} from './drive-mirror.step.js';

export type ResumeDependencies = Pick<StepDependencies, 'items' | 'albumPhotos' | 'pacer' | 'watcher'> & {
  lines: Pick<DriveMirrorLineRepository, 'findIn' | 'forget'>;
};

export async function resumeBegun(run: MirrorRun, dependencies: ResumeDependencies): Promise<void> {
  const { lines, items } = dependencies;
  for (const line of await lines.findIn(run.id, 'doing')) {
    const end = await endOf(line, run, dependencies);
    if (end && line.itemId !== null) await items.end(run, line.itemId, { ...end, line: { id: line.id } });
    else await lines.forget(line.id);
  }
}

/** Null when Drive knows nothing of it. */
async function endOf(
  line: MirrorLine,
  run: MirrorRun,
  dependencies: ResumeDependencies,
): Promise<StepEnd | null> {
  const { items, albumPhotos } = dependencies;
  const item = line.itemId === null ? null : await items.find(line.itemId);
  if (item?.fileId == null) return null;
  const file = await lookAgain(item.fileId, { run }, dependencies);
  if (!file) return null;
  const photo = item.photoId === null ? null : await albumPhotos.find(item.photoId);
  if (line.kind === 'send')
    return photo && file.view === 'folder' && file.md5 === photo.md5 ? { patch: sentPatch(photo) } : null;
  if (line.kind === 'trash') return file.view === 'trash' ? trashedEnd(item, line.reason !== null) : null;
  if (line.kind === 'untrash')
    return photo && file.view === 'folder' ? { patch: untrashedPatch(file.name, photo) } : null;
  if (line.kind === 'renameFile')
    return file.name === line.name ? { patch: renamedPatch(file.name, item) } : null;
  return null; // everything else happens here, in one transaction with its line
}
