/** @module The Google Drive that an organizer connects. */
import { z } from 'zod';
import { DRIVE_ID } from './drive-import.contract.js';

/** `import` reads all of the Drive; `export` touches only what Visage itself has put there; `mirror` reads and writes all of it. */
export const driveUseSchema = z.enum(['import', 'export', 'mirror']);

export const driveAccountSchema = z.object({
  email: z.string(),
  name: z.string(),
  uses: z.array(driveUseSchema),
  /** `ended`: Google no longer accepts the connection; connecting again renews it. */
  state: z.enum(['connected', 'ended']),
});
export type DriveAccount = z.infer<typeof driveAccountSchema>;

export const driveConnectionSchema = z.object({
  /** The administrator has set up a Google client, so that Drives can be connected. */
  available: z.boolean(),
  account: driveAccountSchema.nullable(),
  /** People who have not connected a Drive use the folders that are shared with this address. */
  serviceAccount: z.object({ email: z.string() }).nullable(),
});
export type DriveConnection = z.infer<typeof driveConnectionSchema>;

export const driveConsentCreateSchema = z.object({ uses: z.array(driveUseSchema).min(1).max(3) });
export type DriveConsentCreate = z.infer<typeof driveConsentCreateSchema>;

/** Where to send the browser: Google's page that asks the person for consent. */
export const driveConsentSchema = z.object({ url: z.url() });
export type DriveConsent = z.infer<typeof driveConsentSchema>;

/** What Google sends back with the person, as it appears in the address. */
export const driveConsentAnswerSchema = z.object({
  state: z.string().max(200),
  code: z.string().max(2_000).optional(),
  error: z.string().max(200).optional(),
});
export type DriveConsentAnswer = z.infer<typeof driveConsentAnswerSchema>;

export const driveFolderQuerySchema = z.object({
  /** Absent = the top level: My Drive's folders, or those shared with the service account, and the shared drives. */
  parent: z.string().regex(DRIVE_ID, 'This is not the id of a Drive folder.').optional(),
});
export type DriveFolderQuery = z.infer<typeof driveFolderQuerySchema>;

export const driveFolderSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['folder', 'shortcut', 'shared-drive']),
});
export type DriveFolder = z.infer<typeof driveFolderSchema>;

export const driveFoldersSchema = z.object({ folders: z.array(driveFolderSchema) });
export type DriveFolders = z.infer<typeof driveFoldersSchema>;
