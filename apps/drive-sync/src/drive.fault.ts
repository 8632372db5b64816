/**
 * @module What an error of Drive means for the import: wait and try again, leave this one file, or stop and tell.
 * Reasons after Google's "Resolve errors" page of the Drive API v3.
 */
import { z } from 'zod';

const googleErrorSchema = z.object({
  status: z.number().optional(),
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().default('unknown error'),
  errors: z.array(z.object({ reason: z.string().optional() })).optional(),
  response: z
    .object({
      status: z.number().optional(),
      data: z
        .object({
          error: z.object({ errors: z.array(z.object({ reason: z.string().optional() })).optional() }),
        })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

export type DriveFaultKind = 'retry' | 'file' | 'stop';

export interface DriveFaultVerdict {
  kind: DriveFaultKind;
  /** For people. */
  reason: string;
}

const RATE = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'sharingRateLimitExceeded']);
const QUOTA = new Set(['downloadQuotaExceeded', 'storageQuotaExceeded', 'dailyLimitExceeded']);

export function judgeDriveFault(error: unknown): DriveFaultVerdict {
  const parsed = googleErrorSchema.safeParse(error);
  if (!parsed.success) return { kind: 'retry', reason: String(error) };
  const { message, errors, response, status, code } = parsed.data;
  const httpStatus = response?.status ?? status ?? (typeof code === 'number' ? code : undefined);
  const reason = (errors ?? response?.data?.error.errors)?.[0]?.reason ?? '';

  if (QUOTA.has(reason))
    return { kind: 'stop', reason: `Google's quota is used up (${reason}); go on tomorrow.` };
  if (httpStatus === undefined || httpStatus === 429 || httpStatus >= 500 || RATE.has(reason)) {
    return { kind: 'retry', reason: message };
  }
  if (httpStatus === 401 || message.includes('invalid_grant')) {
    return {
      kind: 'stop',
      reason: 'Google refused the service account; check its key and that it is enabled.',
    };
  }
  if (httpStatus === 404) {
    return { kind: 'file', reason: 'Not found: it was removed, or is not shared with the service account.' };
  }
  return { kind: 'file', reason: message };
}
