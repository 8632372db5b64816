/** @module Mirrors and their lines as the API shows them. */
import {
  mirrorStepSchema,
  type DriveMirror,
  type DriveMirrorLine,
  type MirrorDirection,
} from '@visage/contracts/drive-mirror.contract';
import type { MirrorLine } from '@visage/database/drive/drive-mirror-line.repository';
import type { MirrorCounts, MirrorRecord } from '@visage/database/drive/drive-mirror.repository';

const UNDOABLE: ReadonlySet<string> = new Set([
  'leave',
  'replace',
  'renamePhoto',
  'trash',
  'renameFile',
  'staysOut',
  'notResent',
]);

export function isUndoable(
  { kind, state }: Pick<MirrorLine, 'kind' | 'state'>,
  direction: MirrorDirection,
): boolean {
  if (state !== 'done') return false;
  return UNDOABLE.has(kind) || (kind === 'lost' && direction !== 'fromDrive');
}

/** @param plan how often each step stands in the list. */
export function toDriveMirror(
  mirror: MirrorRecord,
  counts: MirrorCounts,
  plan: ReadonlyMap<string, number>,
): DriveMirror {
  const {
    id,
    albumId,
    albumName,
    folderId,
    folderName,
    folderToMake,
    direction,
    state,
    asks,
    error,
    checkedAt,
    createdAt,
  } = mirror;
  const planned = mirrorStepSchema.options.flatMap((step) => {
    const count = plan.get(step);
    return count === undefined ? [] : [[step, count]];
  });
  return {
    ...{ id, folderName, direction, state, error, counts },
    album: { id: albumId, name: albumName },
    folderId: folderToMake ? null : folderId,
    asks: state === 'asking' ? asks : null,
    checkedAt: checkedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    plan: Object.fromEntries(planned) as DriveMirror['plan'],
  };
}

export function toDriveMirrorLine(line: MirrorLine, direction: MirrorDirection): DriveMirrorLine {
  const { id, kind, state, name, formerName, conflict, reason, createdAt } = line;
  return {
    id,
    kind,
    state,
    name,
    formerName,
    conflict,
    reason,
    at: createdAt.toISOString(),
    undoable: isUndoable(line, direction),
  };
}
