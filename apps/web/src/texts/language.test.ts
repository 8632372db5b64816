import { describe, expect, test } from 'vitest';
import { chooseLanguage, localeOf } from './language.js';

describe('the language of the pages', () => {
  test('is the first of the browser’s languages that is available', () => {
    expect(chooseLanguage(null, ['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(chooseLanguage(null, ['EN-gb'])).toBe('en');
    expect(chooseLanguage(null, ['fr', 'ar'])).toBe('en');
    expect(chooseLanguage(null, [])).toBe('en');
  });

  test('is the one that was chosen before, whatever the browser says', () => {
    expect(chooseLanguage('de', ['en-US'])).toBe('de');
    expect(chooseLanguage('tlh', ['de'])).toBe('de');
    expect(chooseLanguage('toString', ['de'])).toBe('de');
  });

  test('writes dates and numbers as in the region of the reader', () => {
    expect(localeOf('en', ['de', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(localeOf('de', ['en-US'])).toBe('de');
  });
});
