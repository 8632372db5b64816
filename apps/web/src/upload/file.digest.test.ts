import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { reprDigestOf } from './file.digest.js';

afterEach(() => vi.unstubAllGlobals());

const headerOf = (bytes: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

test.each([
  ['https', true],
  ['plain http', false],
])('a photo is announced by its SHA-256 over %s', async (_, isSecureContext) => {
  vi.stubGlobal('window', { isSecureContext });
  for (const size of [0, 1, 3_000_001]) {
    const bytes = Uint8Array.from({ length: size }, (__, i) => i * 31);
    expect(await reprDigestOf(new Blob([bytes]))).toBe(headerOf(bytes));
  }
});

test('a file too large to be in memory at once is read chunk by chunk', async () => {
  vi.stubGlobal('window', { isSecureContext: true });
  const bytes = new Uint8Array(64 * 1024 * 1024 + 1).fill(7);
  const large = Object.assign(new Blob([bytes]), {
    arrayBuffer: () => Promise.reject(new RangeError('out of memory')),
  });
  expect(await reprDigestOf(large)).toBe(headerOf(bytes));
});
