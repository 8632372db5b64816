/** @module Copies of an event in Google Drive that Visage made: named before the event is erased, and put into Drive's trash if wished. */
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import type { DriveCopy } from '@visage/contracts/trash.contract';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveCopyListing, type DriveCopyFolder } from '@visage/database/drive/drive-copy.listing';
import { statusOf } from '@visage/drive/drive.fault';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { GoogleAccess } from '../drive-account/google.access.js';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

/** Somebody waits in front of a screen. */
const PATIENCE = { attempts: 3, firstDelayMs: 300, maxDelayMs: 2_000 };

@Injectable()
export class DriveCopies {
  constructor(
    @InjectRepository(DriveCopyListing) private readonly listing: DriveCopyListing,
    @InjectRepository(DriveAccountRepository) private readonly accounts: DriveAccountRepository,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
  ) {}

  /** By event. */
  async of(user: User, eventIds: readonly string[]): Promise<Map<string, DriveCopy[]>> {
    const folders = await this.listing.ofEvents(eventIds);
    return new Map(
      eventIds.map((eventId) => [
        eventId,
        folders
          .filter((folder) => folder.eventId === eventId)
          .map((folder) => ({
            ...{ folderId: folder.folderId, folderName: folder.folderName },
            ...{ account: folder.account?.email ?? null, removable: isRemovable(folder, user) },
          })),
      ]),
    );
  }

  /** Those that the user may remove; one that is gone already is fine. @throws ProblemError 502 naming one that stayed */
  async putIntoTrash(user: User, eventId: string): Promise<void> {
    for (const folder of await this.listing.ofEvents([eventId])) {
      if (!isRemovable(folder, user)) continue;
      try {
        const account = folder.account && (await this.accounts.find(folder.account.id));
        const writer = await this.google.writerOf(account);
        await new DrivePacer(PATIENCE).run(() => writer.update(folder.folderId, { trashed: true }));
      } catch (cause) {
        if (statusOf(cause) === 404) continue;
        throw stayed(folder, cause);
      }
    }
  }
}

/** Nobody reaches into the Drive of somebody else, and a folder that a mirror writes into may hold more than photos of the event. */
function isRemovable({ exported, account, byService }: DriveCopyFolder, { id }: User): boolean {
  return exported && (account ? account.userId === id : byService);
}

function stayed({ folderName }: DriveCopyFolder, cause: unknown): ProblemError {
  const detail = `Google did not take the folder “${folderName}” into the trash. Nothing of the event was removed here; try again, or remove the event alone.`;
  return new ProblemError(502, 'drive-copies-stay', detail, { cause });
}
