import { expect, test } from 'vitest';
import { isForged, type RequestOrigin } from './same-origin.guard.js';

const fromBrowser: RequestOrigin = {
  method: 'POST',
  bearer: false,
  cookies: true,
  site: undefined,
  origin: undefined,
  own: ['https://photos.example.org'],
};

test('a page of another site cannot act with our cookies', () => {
  expect(isForged({ ...fromBrowser, site: 'cross-site', origin: 'https://evil.example' })).toBe(true);
  expect(isForged({ ...fromBrowser, site: 'same-site', origin: 'https://evil.example.org' })).toBe(true);
  expect(isForged({ ...fromBrowser, origin: 'https://evil.example' })).toBe(true);
  expect(isForged({ ...fromBrowser, origin: 'null' })).toBe(true);
  expect(isForged(fromBrowser)).toBe(true);
});

test('nor can it sign somebody in as somebody else, which needs no cookie yet', () => {
  expect(isForged({ ...fromBrowser, cookies: false, origin: 'https://evil.example' })).toBe(true);
  expect(isForged({ ...fromBrowser, cookies: false, site: 'cross-site' })).toBe(true);
});

test('our own pages, programs, and plain reading go through', () => {
  expect(isForged({ ...fromBrowser, site: 'same-origin', origin: 'https://photos.example.org' })).toBe(false);
  expect(isForged({ ...fromBrowser, origin: 'https://photos.example.org' })).toBe(false);
  expect(isForged({ ...fromBrowser, cookies: false })).toBe(false);
  expect(isForged({ ...fromBrowser, bearer: true, site: 'cross-site' })).toBe(false);
  expect(isForged({ ...fromBrowser, method: 'GET', site: 'cross-site' })).toBe(false);
});
