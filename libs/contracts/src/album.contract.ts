/** @module Albums of an event. */
import { z } from 'zod';

export const albumSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** How many photos are in it. */
  photos: z.number().int(),
});
export type Album = z.infer<typeof albumSchema>;

/** By name. */
export const albumsSchema = z.object({ albums: z.array(albumSchema) });
export type Albums = z.infer<typeof albumsSchema>;
