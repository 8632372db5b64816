/** @module What was deleted and can still be brought back. */
import { z } from 'zod';

/** So long it lies in the trash; then it is gone. */
export const TRASH_DAYS = 30;

export const trashedEventSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  photos: z.number().int(),
  deletedAt: z.iso.datetime(),
});
export type TrashedEvent = z.infer<typeof trashedEventSchema>;

/** The last deleted first. */
export const trashedEventsSchema = z.object({ events: z.array(trashedEventSchema) });
export type TrashedEvents = z.infer<typeof trashedEventsSchema>;
