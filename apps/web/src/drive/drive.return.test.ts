import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { peekReturn, rememberReturn, takeReturn } from './drive.return.js';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('whoever comes back from Google is taken to where they were, once', () => {
  expect([peekReturn(), takeReturn()]).toEqual([undefined, undefined]);
  rememberReturn('/events/1/drive');
  rememberReturn('/events/2/drive');
  expect([peekReturn(), peekReturn(), takeReturn()]).toEqual([
    '/events/2/drive',
    '/events/2/drive',
    '/events/2/drive',
  ]);
  expect([peekReturn(), takeReturn()]).toEqual([undefined, undefined]);
});
