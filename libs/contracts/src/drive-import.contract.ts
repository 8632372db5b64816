/** @module Imports of Google Drive folders into an event. */
import { z } from 'zod';

/** Id of a Drive file or folder. It becomes part of a query of the Drive API, so nothing else may pass. */
export const DRIVE_ID = /^[A-Za-z0-9_-]{10,128}$/;
/** The folder's address as browsers show it, with or without a user number and `?usp=sharing`. */
const FOLDER_LINK = /^https:\/\/drive\.google\.com\/drive\/(?:u\/\d+\/)?folders\/([^/?#]+)/;

export const driveImportCreateSchema = z.object({
  /** The folder's id, or its link as copied from the browser. */
  folderId: z
    .string()
    .trim()
    .max(500)
    .overwrite((text) => FOLDER_LINK.exec(text)?.[1] ?? text)
    .regex(
      DRIVE_ID,
      'This is not a Drive folder: paste its link, https://drive.google.com/drive/folders/...',
    ),
  /** Shown while it runs; replaced by the folder's own name once that is known. */
  folderName: z.string().trim().max(500).optional(),
});
export type DriveImportCreate = z.infer<typeof driveImportCreateSchema>;

/**
 * `found = waiting + imported + duplicate + skipped + failed`, and nothing is waiting once a run is done; `skipped`
 * are files that are not images, `duplicate` those whose bytes the event already had.
 */
export const driveImportCountsSchema = z.object({
  found: z.number().int(),
  waiting: z.number().int(),
  imported: z.number().int(),
  duplicate: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
});
export type DriveImportCounts = z.infer<typeof driveImportCountsSchema>;

/** `pending` and `running` are in progress; `done` and `failed` are final. */
export const driveImportStateSchema = z.enum(['pending', 'running', 'done', 'failed']);

export const driveImportSchema = z.object({
  id: z.uuid(),
  folderId: z.string(),
  folderName: z.string().nullable(),
  state: driveImportStateSchema,
  /** Why the whole run stopped, written for people. */
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Files settled so far. */
  counts: driveImportCountsSchema,
});
export type DriveImport = z.infer<typeof driveImportSchema>;

/** Newest first. */
export const driveImportsSchema = z.object({ imports: z.array(driveImportSchema) });
export type DriveImports = z.infer<typeof driveImportsSchema>;

/** A file that could not be imported. */
export const driveImportFailureSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  /** Names of its folders below the imported one. */
  path: z.string(),
  /** For people. */
  reason: z.string(),
});
export type DriveImportFailure = z.infer<typeof driveImportFailureSchema>;

/** The first 1,000, by folder and name. */
export const driveImportFailuresSchema = z.object({ failures: z.array(driveImportFailureSchema) });
export type DriveImportFailures = z.infer<typeof driveImportFailuresSchema>;
