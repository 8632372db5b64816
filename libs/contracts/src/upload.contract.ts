/** @module What the creation of an upload says of its file. */
import { z } from 'zod';

/** `Upload-Metadata`, decoded; a name without a value is null. */
export const uploadMetadataSchema = z.object({
  filename: z.string().max(1024).nullish(),
  /** Album that the photo goes into, created if there is none of this name; empty = none. */
  album: z.string().max(1024).nullish(),
});
