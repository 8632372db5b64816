/**
 * @module Takes back what a mirror has done: on the side where it did it. That is a change like any other, which the rules
 * then carry to the other side, or leave alone, as the direction has it.
 */
import type { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import type {
  DriveMirrorLineRepository,
  MirrorLine,
} from '@visage/database/drive/drive-mirror-line.repository';
import type { MirrorRecord } from '@visage/database/drive/drive-mirror.repository';
import { statusOf } from '@visage/drive/drive.fault';
import type { DriveWriter } from '@visage/drive/drive.writer';
import { denialOf } from '@visage/host/drive.exit';
import type { StepDependencies } from './drive-mirror.step.js';

export type UndoDependencies = Pick<StepDependencies, 'albumPhotos' | 'exit' | 'pacer'> & {
  drive: Pick<DriveWriter, 'update'>;
  items: DriveMirrorItemRepository;
  lines: Pick<DriveMirrorLineRepository, 'findIn' | 'move'>;
};

const PHOTO_GONE = 'The photo was deleted meanwhile, so this cannot be taken back.';
const FILE_GONE = 'Drive does not show the file any more, so this cannot be taken back.';
const NOT_FOUND = 404;

export async function undoLines(mirror: MirrorRecord, dependencies: UndoDependencies): Promise<void> {
  const { lines } = dependencies;
  for (const line of await lines.findIn(mirror.id, 'undoing')) {
    const hindrance = await undo(line, mirror, dependencies);
    if (hindrance === null) await lines.move(line.id, 'undoing', 'undone');
    else await lines.move(line.id, 'undoing', 'done', hindrance);
  }
}

/** @returns for people, why it cannot be; null when it is done. */
async function undo(
  line: MirrorLine,
  mirror: MirrorRecord,
  { albumPhotos, items, pacer, drive, exit }: UndoDependencies,
): Promise<string | null> {
  const { photoId, fileId, itemId, formerName } = line;
  const photo = photoId === null ? null : await albumPhotos.find(photoId);
  const inDrive = async (changes: { name?: string; trashed?: boolean }): Promise<string | null> => {
    if (fileId === null) return FILE_GONE;
    try {
      await pacer.run(() => drive.update(fileId, changes));
      return null;
    } catch (error) {
      if (statusOf(error) === NOT_FOUND) return FILE_GONE;
      throw error;
    }
  };
  switch (line.kind) {
    case 'leave':
    case 'replace':
      if (!photo) return PHOTO_GONE;
      await items.end(mirror, itemId, { patch: {}, add: photo.photoId });
      return null;
    case 'renamePhoto':
      if (!photo) return PHOTO_GONE;
      if (formerName !== null)
        await items.end(mirror, itemId, { patch: {}, rename: { photoId: photo.photoId, name: formerName } });
      return null;
    case 'trash': {
      const item = itemId === null ? null : await items.find(itemId);
      const denied = photo && item?.origin === 'visage' ? await denialOf(exit, photo.photoId) : null;
      return denied && denied.reason !== 'deleted' ? denied.text : inDrive({ trashed: false });
    }
    case 'renameFile':
      return formerName === null ? null : inDrive({ name: formerName });
    case 'staysOut':
    case 'notResent':
      // as if it had never been carried over: the next run does it again
      if (itemId !== null) await items.patch(itemId, { drive: null, visage: null });
      return null;
    case 'lost':
      if (itemId !== null)
        await items.patch(itemId, {
          fileId: null,
          view: 'none',
          name: null,
          md5: null,
          drive: null,
          visage: null,
          noted: null,
        });
      return null;
    case 'take':
    case 'send':
    case 'untrash':
    case 'separate':
    case 'found':
    case 'withheld':
    case 'copy':
      return 'There is nothing to take back.';
  }
}
