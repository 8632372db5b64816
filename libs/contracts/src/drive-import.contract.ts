/** @module Imports of Google Drive folders into an event. */
import { z } from 'zod';

/** Id of a Drive file or folder. Goes into a query of the Drive API, so nothing else may pass. */
const DRIVE_ID = /^[A-Za-z0-9_-]{10,128}$/;
/** The folder's address as browsers show it, with or without a user number and `?usp=sharing`. */
const FOLDER_LINK = /^https:\/\/drive\.google\.com\/drive\/(?:u\/\d+\/)?folders\/([^/?#]+)/;

export const driveImportCreateSchema = z.object({
  /** The folder's id, or its link as copied from the browser. */
  folderId: z
    .string()
    .trim()
    .max(500)
    .overwrite((text) => FOLDER_LINK.exec(text)?.[1] ?? text)
    .regex(DRIVE_ID, 'This is no Drive folder: paste its link, https://drive.google.com/drive/folders/...'),
});
export type DriveImportCreate = z.infer<typeof driveImportCreateSchema>;

/** `found = imported + duplicate + skipped + failed`; `skipped` are files that are no images. */
export const driveImportCountsSchema = z.object({
  found: z.number().int(),
  imported: z.number().int(),
  duplicate: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
});
export type DriveImportCounts = z.infer<typeof driveImportCountsSchema>;

/** `pending` and `running` are under way; `done` and `failed` are ends. */
export const driveImportStateSchema = z.enum(['pending', 'running', 'done', 'failed']);

export const driveImportSchema = z.object({
  id: z.uuid(),
  folderId: z.string(),
  state: driveImportStateSchema,
  /** Why the whole run stopped, for people. */
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
