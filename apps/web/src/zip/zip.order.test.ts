import { expect, test } from 'vitest';
import type { Zip } from '@visage/contracts/zip.contract';
import { ApiError } from '../api/api.error.js';
import { whenReady } from './zip.order.js';

const zip: Zip = { url: '/z', fileName: 'z.zip', photos: 1, bytes: 1, leftOut: 0, expiresAt: '' };
const preparing = (): ApiError => new ApiError(503, 'The download is being prepared.', 'zip-preparing');
const answers = (list: (Zip | Error)[]) => () => {
  const next = list.shift() ?? new Error('asked once too often');
  return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
};

test('a download that is still being prepared starts by itself once it is ready', async () => {
  const ask = answers([preparing(), preparing(), zip]);
  expect(await whenReady(ask, new AbortController().signal, async () => undefined)).toBe(zip);
});

test('any other refusal is shown at once', async () => {
  const ask = answers([
    preparing(),
    new ApiError(410, 'The organizer has closed this link.', 'share-revoked'),
  ]);
  const waiting = whenReady(ask, new AbortController().signal, async () => undefined);
  await expect(waiting).rejects.toThrow('closed this link');
});

test('nothing starts to download after the page was left', async () => {
  const left = new AbortController();
  const ask = answers([preparing(), zip]);
  const waiting = whenReady(ask, left.signal, async () => left.abort());
  await expect(waiting).rejects.toThrow();
});
