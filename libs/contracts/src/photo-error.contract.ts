/** @module Why a photo could not be processed: a stable code and a sentence for people. */
import { z } from 'zod';

export const photoErrorCodeSchema = z.enum([
  'empty-file',
  'not-an-image',
  'unsupported-format',
  'corrupt-image',
  'too-many-bytes',
  'too-many-pixels',
  'timeout',
  'missing-file',
  'internal',
]);
export type PhotoErrorCode = z.infer<typeof photoErrorCodeSchema>;

/** `reason` says what is wrong and what the person can do; it never holds a path of the server. */
export const photoErrorSchema = z.object({ code: photoErrorCodeSchema, reason: z.string() });
export type PhotoErrorValue = z.infer<typeof photoErrorSchema>;

/** A permanent failure of one photo: retrying the same bytes with the same limits fails again. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError';
  constructor(
    readonly code: PhotoErrorCode,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${reason}`, options);
  }

  toValue(): PhotoErrorValue {
    return { code: this.code, reason: this.reason };
  }
}

/** Limits on what one photo may cost; settings with sensible defaults. */
export const photoLimitsSchema = z.object({
  maxBytes: z.coerce
    .number()
    .int()
    .positive()
    .default(200 * 1024 * 1024),
  maxPixels: z.coerce.number().int().positive().default(150_000_000),
  timeoutMs: z.coerce.number().int().positive().default(60_000),
});
export type PhotoLimits = z.infer<typeof photoLimitsSchema>;
