/** @module What was deleted and can still be restored. */
import { z } from 'zod';

/** Days in the trash before it is erased. */
export const TRASH_DAYS = 30;

/** A folder in Google Drive with photos of the event that Visage put there. */
export const driveCopySchema = z.object({
  folderId: z.string(),
  folderName: z.string(),
  /** Address of whose Drive it is; null = one that is not connected any more, or what is shared with the server's own account. */
  account: z.string().nullable(),
  /** It can be put into Drive's trash along with the event; others are for people to look after. */
  removable: z.boolean(),
});
export type DriveCopy = z.infer<typeof driveCopySchema>;

export const trashedEventSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  photos: z.number().int(),
  deletedAt: z.iso.datetime(),
  /** What erasing the event leaves in Drive unless it is asked for. */
  driveCopies: z.array(driveCopySchema),
});
export type TrashedEvent = z.infer<typeof trashedEventSchema>;

/** Most recently deleted first. */
export const trashedEventsSchema = z.object({ events: z.array(trashedEventSchema) });
export type TrashedEvents = z.infer<typeof trashedEventsSchema>;

export const eventEraseSchema = z.object({
  /** `trash`: also put the copies that Visage made in Google Drive into Drive's trash, where they can be. */
  driveCopies: z.enum(['leave', 'trash']).default('leave'),
});
export type EventEraseQuery = z.infer<typeof eventEraseSchema>;
