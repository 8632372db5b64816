/** @module Whether the platform can serve: each part it depends on, checked just now. */
import { z } from 'zod';

export const healthPartSchema = z.object({
  up: z.boolean(),
  /** Milliseconds the answer took. */
  ms: z.number().int(),
  /** What to check when it is down; never an address or a secret. */
  reason: z.string().nullable(),
});
export type HealthPart = z.infer<typeof healthPartSchema>;

export const healthSchema = z.object({
  up: z.boolean(),
  parts: z.object({ postgres: healthPartSchema, redis: healthPartSchema, storage: healthPartSchema }),
});
export type Health = z.infer<typeof healthSchema>;
