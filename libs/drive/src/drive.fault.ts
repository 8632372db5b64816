/**
 * @module What an error from Google means for a run: wait and try again, leave this one file, or stop and report.
 * Reasons follow Google's "Resolve errors" page of the Drive API v3.
 */
import { z } from 'zod';

const reasonsSchema = z.array(z.object({ reason: z.string().optional() }));
const googleErrorSchema = z.object({
  status: z.number().optional(),
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().default('unknown error'),
  errors: reasonsSchema.optional().catch(undefined),
  retryAfterMs: z.number().optional(),
  response: z
    .object({
      status: z.number().optional(),
      headers: z.unknown().optional(),
      // an error of the API, or of the sign-in
      data: z
        .object({
          error: z.union([z.string(), z.object({ errors: reasonsSchema.optional() })]).optional(),
        })
        .optional()
        .catch(undefined),
    })
    .optional(),
});

export type DriveFaultKind = 'retry' | 'file' | 'stop';

export interface DriveFaultVerdict {
  kind: DriveFaultKind;
  /** Written for people. */
  reason: string;
  /** Google asks everybody on this connection to slow down, not only this request. */
  rateLimited: boolean;
  /** How long Google asks us to wait. */
  retryAfterMs: number;
  /** The connection itself has ended: only the person can repair it. */
  disconnected: boolean;
}

/** A failure of ours with one file that trying again does not help; its message is for people. */
export class DriveFileError extends Error {
  override readonly name = 'DriveFileError';
}

/** A failure of ours that ends the run; its message is for people. */
export class DriveStopError extends Error {
  override readonly name = 'DriveStopError';
}

const RATE = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'sharingRateLimitExceeded']);

const DISCONNECTED =
  'Google no longer accepts this connection: access was removed in the Google account, or it expired (an app that is still in testing is let in for seven days). Connect Google Drive again; the run continues where it stopped.';

const SERVICE_ACCOUNT_REFUSED =
  'Google refused the service account of this server: its key was deleted, or the account is disabled. Its administrator should enter a new key.';

const NO_OWN_STORAGE =
  'Google gives a service account no storage of its own: choose a folder in a shared drive, or connect a Google Drive and use that.';

/** What ends a run, by the reason that Google gives. */
const STOPS: Record<string, string> = {
  storageQuotaExceeded:
    'This Google Drive is full. Free some space, then start again; it continues where it stopped.',
  downloadQuotaExceeded:
    "Google's quota for downloads is used up (downloadQuotaExceeded); start again tomorrow, it continues where it stopped.",
  dailyLimitExceeded:
    "Google's quota for this day is used up (dailyLimitExceeded); start again tomorrow, it continues where it stopped.",
  accessNotConfigured:
    'The Google Drive API is switched off in the Google project of this server; its administrator should switch it on.',
  insufficientPermissions:
    'The connection does not include the right for this. Connect Google Drive again and leave every box ticked.',
  teamDriveFileLimitExceeded:
    'This shared drive holds as many files as Google allows. Choose another folder.',
  numChildrenInNonRootLimitExceeded:
    'This folder holds as many files as Google allows. Choose another folder.',
};

export function judgeDriveFault(error: unknown): DriveFaultVerdict {
  const parsed = googleErrorSchema.safeParse(error);
  if (!parsed.success) return verdict('retry', String(error));
  const { message, errors, response } = parsed.data;
  if (error instanceof DriveFileError) return verdict('file', message);
  if (error instanceof DriveStopError) return verdict('stop', message);
  const answered = response?.data?.error;
  const signIn = typeof answered === 'string' ? answered : undefined;
  const reason = (errors ?? (typeof answered === 'object' ? answered.errors : undefined))?.[0]?.reason ?? '';
  const httpStatus = statusOf(error);

  if (reason === 'storageQuotaExceeded' && message.startsWith('Service Accounts'))
    return verdict('stop', NO_OWN_STORAGE);
  const stop = STOPS[reason];
  if (stop !== undefined) return verdict('stop', stop);
  if (signIn === 'invalid_client' || signIn === 'unauthorized_client') {
    const words =
      'Google does not know this server. Its administrator should check the Google client, or the service account, that was entered.';
    return verdict('stop', words);
  }
  if (/JWT|account not found/.test(message)) return verdict('stop', SERVICE_ACCOUNT_REFUSED);
  if (signIn === 'invalid_grant' || message.includes('invalid_grant') || httpStatus === 401)
    return { ...verdict('stop', DISCONNECTED), disconnected: true };
  const rateLimited = httpStatus === 429 || RATE.has(reason);
  if (rateLimited || httpStatus === undefined || httpStatus >= 500) {
    const retryAfterMs = parsed.data.retryAfterMs ?? retryAfterOf(response?.headers);
    return { ...verdict('retry', message), rateLimited, retryAfterMs };
  }
  if (httpStatus === 404)
    return verdict('file', 'Not found: it was removed, or is not shared with the connected account.');
  return verdict('file', message);
}

/** The status that Google answered with; undefined if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const { response, status, code } = googleErrorSchema.safeParse(error).data ?? {};
  return response?.status ?? status ?? (typeof code === 'number' ? code : undefined);
}

function verdict(kind: DriveFaultKind, reason: string): DriveFaultVerdict {
  return { kind, reason, rateLimited: false, retryAfterMs: 0, disconnected: false };
}

/** `Retry-After` in milliseconds; 0 when absent or a date. */
export function retryAfterOf(headers: unknown): number {
  if (!isHeaders(headers)) return 0;
  const seconds = Number(headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) * 1000 : 0;
}

/** The Google client's headers are of its own class. */
function isHeaders(headers: unknown): headers is Pick<Headers, 'get'> {
  return (
    typeof headers === 'object' && headers !== null && 'get' in headers && typeof headers.get === 'function'
  );
}
