/** @module A guest's own Google Drive, and their photos in it. */
import { z } from 'zod';
import { driveAccountSchema } from './drive-account.contract.js';
import { driveExportSchema } from './drive-export.contract.js';

export const guestDriveSchema = z.object({
  /** Whether this server can connect Drives, and the link lets its guests take originals. */
  available: z.boolean(),
  account: driveAccountSchema.pick({ email: true, state: true }).nullable(),
  /** Newest first. */
  exports: z.array(driveExportSchema),
});
export type GuestDrive = z.infer<typeof guestDriveSchema>;
