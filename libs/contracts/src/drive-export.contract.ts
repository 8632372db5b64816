/** @module Exports of photos into a folder of the organizer's Google Drive. */
import { z } from 'zod';
import { DRIVE_ID, driveImportStateSchema } from './drive-import.contract.js';

/** Where the service account creates the export's folder; a connected Drive has it at the top level. */
const parentId = z.string().regex(DRIVE_ID, 'This is not the id of a Drive folder.').optional();

export const driveExportCreateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), parentId }),
  z.object({ kind: z.literal('album'), subjectId: z.uuid(), parentId }),
  z.object({ kind: z.literal('person'), subjectId: z.uuid(), parentId }),
]);
export type DriveExportCreate = z.infer<typeof driveExportCreateSchema>;

/**
 * `photos = waiting + uploaded + present + failed + withheld`; `present` were already put there by an earlier export;
 * `withheld` may not leave: they show somebody who is hidden, or it is not yet known whom they show, or since the export
 * began they were deleted, await approval or are no longer the guest's.
 */
export const driveExportCountsSchema = z.object({
  photos: z.number().int(),
  waiting: z.number().int(),
  uploaded: z.number().int(),
  present: z.number().int(),
  failed: z.number().int(),
  withheld: z.number().int(),
});

export const driveExportSchema = z.object({
  id: z.uuid(),
  kind: z.enum(['event', 'album', 'person', 'guest']),
  folderName: z.string(),
  state: driveImportStateSchema,
  /** Why the whole run stopped, written for people. */
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  counts: driveExportCountsSchema,
});
export type DriveExport = z.infer<typeof driveExportSchema>;

/** Newest first. */
export const driveExportsSchema = z.object({ exports: z.array(driveExportSchema) });
export type DriveExports = z.infer<typeof driveExportsSchema>;

/** A photo that could not be exported, with the reason, written for people. */
export const driveExportFailureSchema = z.object({ photoId: z.uuid(), name: z.string(), reason: z.string() });

/** The first 1,000. */
export const driveExportFailuresSchema = z.object({ failures: z.array(driveExportFailureSchema) });
export type DriveExportFailures = z.infer<typeof driveExportFailuresSchema>;
