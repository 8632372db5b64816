import { expect, test } from 'vitest';
import { DriveFileError, DriveStopError, judgeDriveFault, retryAfterOf, statusOf } from './drive.fault.js';

/** An error as the Google client throws it when the API refuses. */
const answered = (
  status: number,
  reason: string,
  message = 'said Google',
  headers: Record<string, string> = {},
) => ({
  ...{ message, status, code: status },
  response: {
    status,
    headers: new Headers(headers),
    data: { error: { code: status, message, errors: [{ reason }] } },
  },
});
/** An error as the sign-in throws it. */
const signIn = (error: string, message = error) => ({
  message,
  code: '400',
  response: { status: 400, data: { error, error_description: 'why' } },
});

test.each([
  ['storageQuotaExceeded', 'is full'],
  ['downloadQuotaExceeded', 'downloads is used up'],
  ['dailyLimitExceeded', 'for this day is used up'],
  ['accessNotConfigured', 'switched off in the Google project'],
  ['insufficientPermissions', 'does not include the right'],
  ['teamDriveFileLimitExceeded', 'shared drive holds as many'],
  ['numChildrenInNonRootLimitExceeded', 'folder holds as many'],
])('%s ends a run, and says what people can do', (reason, words) => {
  const told = {
    kind: 'stop',
    reason: expect.stringContaining(words) as string,
    disconnected: false,
    rateLimited: false,
    retryAfterMs: 0,
  };
  expect(judgeDriveFault(answered(403, reason))).toEqual(told);
  // even if the client has put the reasons beside the answer
  expect(judgeDriveFault({ status: 403, errors: [{ reason }, { reason: 'backendError' }] })).toEqual(told);
});

test('a service account without space is told apart from a full Drive', () => {
  const verdict = judgeDriveFault(
    answered(403, 'storageQuotaExceeded', 'Service Accounts do not have storage quota.'),
  );
  expect(verdict).toMatchObject({ kind: 'stop', disconnected: false });
  expect(verdict.reason).toContain('choose a folder in a shared drive');
  expect(judgeDriveFault(answered(400, 'badRequest', 'Service Accounts are people, too')).kind).toBe('file');
});

test('only the person can repair a connection that has ended; other refusals of the sign-in are for the administrator', () => {
  for (const error of [
    signIn('invalid_grant'),
    new Error('invalid_grant'),
    answered(401, 'authError'),
    { status: 401 },
  ]) {
    const verdict = judgeDriveFault(error);
    expect(verdict).toMatchObject({ kind: 'stop', disconnected: true });
    expect(verdict.reason).toContain('Connect Google Drive again');
  }
  for (const error of [signIn('invalid_client'), signIn('unauthorized_client')]) {
    const verdict = judgeDriveFault(error);
    expect(verdict).toMatchObject({ kind: 'stop', disconnected: false });
    expect(verdict.reason).toContain('Its administrator should check the Google client');
  }
  for (const message of ['invalid_grant: Invalid JWT Signature.', 'invalid_grant: account not found']) {
    const verdict = judgeDriveFault(signIn('invalid_grant', message));
    expect(verdict).toMatchObject({ kind: 'stop', disconnected: false });
    expect(verdict.reason).toContain('should enter a new key');
  }
});

test('what passes by itself is tried again, and a rate limit slows down everybody on the connection', () => {
  for (const error of [
    answered(500, 'internalError'),
    answered(503, 'backendError'),
    { message: 'said Google', code: 'ECONNRESET' },
    { message: 'said Google', code: 502 },
  ])
    expect(judgeDriveFault(error)).toEqual({
      kind: 'retry',
      reason: 'said Google',
      rateLimited: false,
      retryAfterMs: 0,
      disconnected: false,
    });
  const limits = ['rateLimitExceeded', 'userRateLimitExceeded', 'sharingRateLimitExceeded'].map((reason) =>
    answered(403, reason),
  );
  for (const error of [...limits, answered(429, ''), { status: 429 }])
    expect(judgeDriveFault(error)).toMatchObject({ kind: 'retry', rateLimited: true });
  expect(judgeDriveFault('the cable')).toMatchObject({ kind: 'retry', reason: 'the cable' });
  expect(judgeDriveFault({})).toMatchObject({ kind: 'retry', reason: 'unknown error' });
});

test('what is wrong with one file leaves the others alone', () => {
  expect(judgeDriveFault(answered(404, 'notFound'))).toMatchObject({
    kind: 'file',
    reason: expect.stringContaining('is not shared with') as string,
  });
  for (const status of [400, 403, 499])
    expect(judgeDriveFault(answered(status, 'cannotDownloadFile'))).toMatchObject({
      kind: 'file',
      reason: 'said Google',
    });
  // whatever the answer looks like
  expect(
    judgeDriveFault({ message: 'm', status: 403, errors: 'none', response: { status: 403, data: 'a page' } }),
  ).toMatchObject({ kind: 'file', reason: 'm' });
  expect(judgeDriveFault({ message: 'm', response: { status: 403, data: { error: {} } } })).toMatchObject({
    kind: 'file',
    reason: 'm',
  });
});

test('our own failures mean what they say', () => {
  expect(judgeDriveFault(new DriveFileError('this one'))).toMatchObject({ kind: 'file', reason: 'this one' });
  expect(judgeDriveFault(new DriveStopError('no more'))).toMatchObject({ kind: 'stop', reason: 'no more' });
});

test('Google’s word how long to wait counts, up to five minutes', () => {
  const wait = (after: string): number =>
    judgeDriveFault(answered(503, '', 'm', { 'retry-after': after })).retryAfterMs;
  expect(['7', '300', '301', '0', '-5', 'Wed, 21 Oct 2026 07:28:00 GMT'].map(wait)).toEqual([
    7_000, 300_000, 300_000, 0, 0, 0,
  ]);
  expect([
    retryAfterOf(new Headers()),
    retryAfterOf(undefined),
    retryAfterOf({ 'retry-after': '7' }),
  ]).toEqual([0, 0, 0]);
  expect(
    judgeDriveFault({
      status: 429,
      retryAfterMs: 5,
      response: { headers: new Headers({ 'retry-after': '7' }) },
    }).retryAfterMs,
  ).toBe(5);
});

test('the status is what Google answered, not what the client made of it', () => {
  expect(statusOf({ response: { status: 410 }, status: 500, code: 501 })).toBe(410);
  expect([
    statusOf({ status: 500, code: 501 }),
    statusOf({ code: 501 }),
    statusOf({ code: 'ENOTFOUND' }),
    statusOf('text'),
  ]).toEqual([500, 501, undefined, undefined]);
});
