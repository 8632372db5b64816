/** @module The folders of a connected Drive, one level at a time: shared drives and shortcuts to folders included. */
import { Inject, Injectable } from '@nestjs/common';
import type { DriveFolder, DriveFolderQuery, DriveFolders } from '@visage/contracts/drive-account.contract';
import type { User } from '@visage/contracts/session.contract';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import { DrivePacer } from '@visage/drive/drive.pacer';
import {
  FOLDER_MIME_TYPE,
  SHARED_WITH_ME,
  type DriveFile,
  type DriveReader,
} from '@visage/drive/drive.reader';
import { notFound, ProblemError } from '../http/problem.error.js';
import { connectionEnded, GoogleAccess } from './google.access.js';

/** Somebody waits in front of a screen. */
const PATIENCE = { attempts: 3, firstDelayMs: 300, maxDelayMs: 2_000 };
const TOP = 'root';

@Injectable()
export class DriveFolderService {
  constructor(@Inject(GoogleAccess) private readonly google: GoogleAccess) {}

  /** @throws ProblemError 404, 409 or 503, each with what to do. */
  async list(user: User, { parent }: DriveFolderQuery): Promise<DriveFolders> {
    const account = await this.google.requireDrive(user, 'import');
    const drive = await this.google.readerOf(account);
    const pacer = new DrivePacer(PATIENCE);
    try {
      const folders = await foldersIn(drive, pacer, parent ?? (account ? TOP : SHARED_WITH_ME));
      const shared = parent === undefined ? await pacer.run(() => drive.listSharedDrives()) : [];
      return { folders: [...folders, ...shared.map((one) => ({ ...one, kind: 'shared-drive' as const }))] };
    } catch (error) {
      const { kind, reason, disconnected } = judgeDriveFault(error);
      if (disconnected) {
        if (account) await this.google.markEnded(account);
        throw connectionEnded();
      }
      if (kind === 'file') throw notFound('folder in this Google Drive');
      if (kind === 'stop') throw new ProblemError(409, 'drive-refused', reason, { cause: error });
      throw new ProblemError(
        503,
        'drive-away',
        'Google Drive does not answer right now. Try again in a moment.',
        { cause: error },
      );
    }
  }
}

async function foldersIn(drive: DriveReader, pacer: DrivePacer, parent: string): Promise<DriveFolder[]> {
  const found: DriveFolder[] = [];
  let pageToken: string | undefined;
  do {
    const page = await pacer.run(() => drive.listFolder(parent, { pageToken, foldersOnly: true }));
    found.push(...page.files.flatMap(toFolder));
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  return found;
}

/** A shortcut stands for the folder it leads to; other shortcuts, and those that lead nowhere, are left out. */
function toFolder({ id, name, mimeType, target }: DriveFile): DriveFolder[] {
  if (mimeType === FOLDER_MIME_TYPE) return [{ id, name, kind: 'folder' }];
  return target?.mimeType === FOLDER_MIME_TYPE ? [{ id: target.id, name, kind: 'shortcut' }] : [];
}
