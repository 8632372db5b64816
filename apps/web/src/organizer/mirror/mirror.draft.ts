/** @module What the form of a new mirror still lacks. */
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';

export type MirrorLack = 'folder' | 'choice' | 'import' | 'export' | 'mirror';

interface MirrorDraft {
  readonly direction: MirrorDirection;
  readonly albumId?: string | undefined;
  readonly folder?: object | undefined;
}

/**
 * @param uses what the connected Drive may be used for. @param byService folders are not created, only used. Null =
 * nothing is missing.
 */
export function missingForMirror(
  { direction, albumId, folder }: MirrorDraft,
  uses: readonly string[],
  byService = false,
): MirrorLack | null {
  const whole = uses.includes('mirror');
  if (direction === 'fromDrive' && !whole && !uses.includes('import')) return 'import';
  if (direction === 'toDrive' && !folder && !whole && !uses.includes('export')) return 'export';
  if ((direction === 'both' || (direction === 'toDrive' && folder)) && !whole) return 'mirror';
  if ((direction === 'fromDrive' || byService) && !folder) return 'folder';
  return albumId === undefined && !folder ? 'choice' : null;
}
