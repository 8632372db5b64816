import { afterEach, expect, test, vi } from 'vitest';
import { keepLanguage, keptLanguage } from './kept.language.js';

afterEach(() => vi.unstubAllGlobals());

test('the chosen language is found again, if the browser keeps anything', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  expect(keptLanguage()).toBeNull();
  keepLanguage('de');
  expect(keptLanguage()).toBe('de');
});

test('a browser that keeps nothing for this site still shows the page', () => {
  const denied = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: denied, setItem: denied });
  expect(() => keepLanguage('de')).not.toThrow();
  expect(keptLanguage()).toBeNull();
});
