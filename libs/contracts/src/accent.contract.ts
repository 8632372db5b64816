/** @module The accent colour of an event, as organizers enter it. */
import { z } from 'zod';

/** `#rrggbb` in lower case. */
export const accentSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'Give the colour as #rrggbb, like #8c2f4b.');

export const eventBrandSchema = z.object({
  /** Null = the default colour. */
  accent: accentSchema.nullable(),
});
export type EventBrand = z.infer<typeof eventBrandSchema>;
