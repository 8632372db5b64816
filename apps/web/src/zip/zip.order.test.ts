import { afterEach, expect, test, vi } from 'vitest';
import type { Zip } from '@visage/contracts/zip.contract';
import { ApiError } from '../api/api.error.js';
import { startDownload, whenReady } from './zip.order.js';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const zip: Zip = {
  url: '/z',
  fileName: 'z.zip',
  photos: 1,
  bytes: 1,
  leftOut: 0,
  withheld: 0,
  expiresAt: '',
};
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

test('nothing starts to download if the page was left while the server answered', async () => {
  const left = new AbortController();
  const answering = whenReady(async () => {
    left.abort(new Error('the page was left'));
    return zip;
  }, left.signal);
  await expect(answering).rejects.toThrow('the page was left');
});

test('a page that was left asks no more', async () => {
  const left = new AbortController();
  const ask = vi.fn(answers([preparing(), zip]));
  const reason = new Error('the page was left');
  await expect(whenReady(ask, left.signal, async () => left.abort(reason))).rejects.toBe(reason);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('an error that is not the server’s is shown at once, even one that looks alike', async () => {
  const alike = Object.assign(new Error('cut off'), { code: 'zip-preparing' });
  await expect(
    whenReady(answers([alike, zip]), new AbortController().signal, async () => undefined),
  ).rejects.toBe(alike);
});

test('the server is asked again after a second, and not before', async () => {
  vi.useFakeTimers();
  const ask = vi.fn(answers([preparing(), zip]));
  const waiting = whenReady(ask, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(999);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await waiting).toBe(zip);
});

test('the browser is given the address under the name of the file, and the page stays the same', () => {
  const seen: string[] = [];
  const link = {
    href: '',
    download: '',
    click: () => seen.push(`clicked ${link.href} as ${link.download}`),
    remove: () => seen.push('removed'),
  };
  vi.stubGlobal('document', { createElement: () => link, body: { append: () => seen.push('appended') } });
  startDownload(zip);
  expect(seen).toEqual(['appended', 'clicked /z as z.zip', 'removed']);
});
