/** @module What may go wrong between a program and Drive, on demand. */

export type DriveFaultAction =
  /** Refused, in Google's words. */
  | { status: number; reason: string; message: string; domain?: string; retryAfterSeconds?: number }
  /**
   * The connection breaks: before the request is looked at, in the middle of the answer's body, or after the request has
   * been carried out, so that only its answer is lost.
   */
  | { cut: 'request' | 'body' | 'answer' }
  /** The body comes in small pieces with pauses between them. */
  | { slowMs: number }
  /** One byte of the body is another than it should be. */
  | { corrupt: true }
  /** Of a chunk of a resumable upload only so many bytes are kept. */
  | { keepBytes: number };

/** Undefined lets the request through. `count` is the number of requests so far, including this one. */
export type DriveFault = (request: {
  method: string;
  path: string;
  count: number;
}) => DriveFaultAction | undefined;

export const RATE_LIMITED: DriveFaultAction = {
  status: 403,
  reason: 'userRateLimitExceeded',
  message: 'User Rate Limit Exceeded. Rate of requests for user exceed configured project quota.',
  domain: 'usageLimits',
};
export const TOO_MANY_REQUESTS: DriveFaultAction = {
  status: 429,
  reason: 'rateLimitExceeded',
  message: 'Rate Limit Exceeded',
  domain: 'usageLimits',
};
export const BACKEND_ERROR: DriveFaultAction = {
  status: 500,
  reason: 'internalError',
  message: 'Internal Error',
};
export const UNAVAILABLE: DriveFaultAction = {
  status: 503,
  reason: 'backendError',
  message: 'Backend Error',
};
export const DOWNLOAD_QUOTA: DriveFaultAction = {
  status: 403,
  reason: 'downloadQuotaExceeded',
  message: 'The download quota for this file has been exceeded.',
};

/** Faults that pass by themselves: a patient program notices none of them. */
export const PASSING_FAULTS: readonly DriveFaultAction[] = [
  RATE_LIMITED,
  TOO_MANY_REQUESTS,
  BACKEND_ERROR,
  UNAVAILABLE,
  { cut: 'request' },
  { cut: 'body' },
  { cut: 'answer' },
  { corrupt: true },
];

/** Makes `share` of the requests fail, in an order decided by the seed (mulberry32). */
export function randomFaults(share: number, seed: number, actions = PASSING_FAULTS): DriveFault {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (random() < share ? actions[Math.floor(random() * actions.length)] : undefined);
}
