/** @module Albums of an event. */
import { z } from 'zod';

export const albumSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Number of photos in it. */
  photos: z.number().int(),
});
export type Album = z.infer<typeof albumSchema>;

/** In the order that organizers chose, then by name. */
export const albumsSchema = z.object({ albums: z.array(albumSchema) });
export type Albums = z.infer<typeof albumsSchema>;

/** No other album of the event has this name. */
export const albumNameSchema = z.object({ name: z.string().trim().min(1).max(200) });
export type AlbumName = z.infer<typeof albumNameSchema>;

/** All albums of the event, in the order to be shown. */
export const albumOrderSchema = z.object({ albumIds: z.array(z.uuid()).max(1000) });
export type AlbumOrder = z.infer<typeof albumOrderSchema>;
