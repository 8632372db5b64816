import { expect, test } from 'vitest';
import { judgeDriveFault } from './drive.fault.js';
import { DrivePacer } from './drive.pacer.js';
import { DriveRefusal } from './drive.refusal.js';

const refusal = (status: number, reason: string): DriveRefusal =>
  new DriveRefusal(status, reason, [{ reason }]);
const pacer = (): DrivePacer => new DrivePacer({ attempts: 4, firstDelayMs: 2, maxDelayMs: 10 });

test('what passes by itself is tried again, and no more often than allowed', async () => {
  let calls = 0;
  const failing = (times: number, error: Error) => () => {
    calls++;
    return calls <= times ? Promise.reject(error) : Promise.resolve('done');
  };
  expect(await pacer().run(failing(3, refusal(503, 'backendError')))).toBe('done');
  calls = 0;
  await expect(pacer().run(failing(9, new Error('socket hang up')))).rejects.toThrow('socket hang up');
  expect(calls).toBe(4);
  calls = 0;
  await expect(pacer().run(failing(9, refusal(403, 'storageQuotaExceeded')))).rejects.toThrow();
  expect(calls).toBe(1);
});

test('a rate limit holds back all others on the connection, not only the request that met it', async () => {
  const shared = new DrivePacer({ attempts: 3, firstDelayMs: 1, maxDelayMs: 10 });
  let limited = true;
  let others = 0;
  const first = shared.run(() => {
    if (!limited) return Promise.resolve();
    limited = false;
    return Promise.reject(new DriveRefusal(429, 'slow down', [{ reason: 'rateLimitExceeded' }], 150));
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  const started = Date.now();
  await shared.run(() => Promise.resolve(others++));
  expect(Date.now() - started).toBeGreaterThan(100);
  await first;
});

test('every refusal that people can fix says how', () => {
  for (const reason of [
    'storageQuotaExceeded',
    'downloadQuotaExceeded',
    'accessNotConfigured',
    'insufficientPermissions',
  ]) {
    const verdict = judgeDriveFault(refusal(403, reason));
    expect(verdict.kind, reason).toBe('stop');
    expect(verdict.reason.length, reason).toBeGreaterThan(40);
  }
  const ended = { message: 'invalid_grant', response: { status: 400, data: { error: 'invalid_grant' } } };
  expect(judgeDriveFault(ended)).toMatchObject({ kind: 'stop', disconnected: true });
  expect(judgeDriveFault(ended).reason).toContain('Connect Google Drive again');
  expect(
    judgeDriveFault({ message: 'x', response: { status: 401, data: { error: 'invalid_client' } } }).reason,
  ).toContain('administrator should check the Google client');
  expect(judgeDriveFault(refusal(404, 'notFound'))).toMatchObject({ kind: 'file' });
  expect(judgeDriveFault(refusal(403, 'userRateLimitExceeded'))).toMatchObject({
    kind: 'retry',
    rateLimited: true,
  });
});
