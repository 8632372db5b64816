/**
 * @module Imports a Drive folder, sub-folders included, into an event: first everything that is there is written down,
 * then each file is fetched. May run twice and may die anywhere: what is settled is passed over.
 */
import type { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import { crawlFolders, type CrawlDependencies } from './drive-import.crawl.js';
import { transferFiles, type TransferDependencies } from './drive-import.transfer.js';
import type { DriveImportRun } from './drive-import.run.js';
import { RunGoneError, RunStoppedError } from './run.error.js';

export type DriveImportDependencies = CrawlDependencies &
  TransferDependencies & {
    imports: Pick<DriveImportRepository, 'start' | 'finish'>;
    /** Google no longer accepts the connection. */
    onDisconnected(): Promise<void>;
  };

/** @throws Error when the run is to be tried again: everything is away, not one file. */
export async function handleDriveImport(
  run: DriveImportRun,
  dependencies: DriveImportDependencies,
): Promise<void> {
  const { imports, files } = dependencies;
  if (!(await imports.start(run.id))) return;
  try {
    await files.retryFailed(run.id);
    await crawlFolders(run, dependencies);
    await transferFiles(run, dependencies);
  } catch (error) {
    if (error instanceof RunGoneError) return;
    const reason = await reasonToStop(error, dependencies);
    if (reason === null) throw error;
    return imports.finish(run.id, reason);
  }
  await imports.finish(run.id, null);
}

/** Null when another try may help. */
async function reasonToStop(
  error: unknown,
  { onDisconnected }: DriveImportDependencies,
): Promise<string | null> {
  if (error instanceof RunStoppedError) return error.message;
  const { kind, reason, disconnected } = judgeDriveFault(error);
  if (disconnected) await onDisconnected();
  return kind === 'stop' ? reason : null;
}
