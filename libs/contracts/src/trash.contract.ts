/** @module What was deleted and can still be restored. */
import { z } from 'zod';

/** Days in the trash before it is erased. */
export const TRASH_DAYS = 30;

export const trashedEventSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  photos: z.number().int(),
  deletedAt: z.iso.datetime(),
});
export type TrashedEvent = z.infer<typeof trashedEventSchema>;

/** Most recently deleted first. */
export const trashedEventsSchema = z.object({ events: z.array(trashedEventSchema) });
export type TrashedEvents = z.infer<typeof trashedEventsSchema>;
