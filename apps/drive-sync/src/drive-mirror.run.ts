/** @module One mirror, as the steps of a run know it. */
import type { MirrorRecord } from '@visage/database/drive/drive-mirror.repository';

export type MirrorRun = MirrorRecord & { folderId: string };

/** Keys of `appProperties`, which only this server's client sees: whose mirror made a file or folder, and of which photo. */
export const MIRROR_MARK = { mirror: 'visageMirror', photo: 'visagePhoto' } as const;
