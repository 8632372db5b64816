/** @module An archive of photos: what is asked for, and where it can then be fetched. */
import { z } from 'zod';
import { ownChoiceSchema } from './guest.contract.js';

/** Far more than anybody selects by hand; to get all of them, name none. */
export const MAX_ZIP_SELECTION = 20_000;

const selectionSchema = z.object({ photoIds: z.array(z.uuid()).min(1).max(MAX_ZIP_SELECTION).optional() });

/** All photos the link opens, or those named; of them only the guest's own, where they choose so. */
export const guestZipCreateSchema = selectionSchema.extend(ownChoiceSchema.shape);
export type GuestZipCreate = z.infer<typeof guestZipCreateSchema>;

/** All photos of the event, those of one person, or those named. */
export const zipCreateSchema = selectionSchema.extend({ personId: z.uuid().optional() });
export type ZipCreate = z.infer<typeof zipCreateSchema>;

export const zipSchema = z.object({
  /** Where to fetch the archive, also in ranges; it opens only for whoever asked for it. */
  url: z.string(),
  fileName: z.string(),
  photos: z.number().int(),
  /** Exact length of the archive. */
  bytes: z.number().int(),
  /** Photos that were named and are not in it: removed meanwhile, or not allowed to be seen. */
  leftOut: z.number().int(),
  /** Photos whose originals cannot be given without the place where they were taken, which the link hides. */
  withheld: z.number().int(),
  expiresAt: z.iso.datetime(),
});
export type Zip = z.infer<typeof zipSchema>;
