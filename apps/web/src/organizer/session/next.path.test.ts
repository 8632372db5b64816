import { describe, expect, it } from 'vitest';
import { nextPath } from './next.path.js';

describe('the page after signing in', () => {
  it('is the page that was asked for', () => {
    expect(nextPath('/events/1/share')).toBe('/events/1/share');
    expect(nextPath(undefined)).toBe('/events');
  });

  it('is never another site, and never the sign-in page again', () => {
    for (const next of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/sign-in',
      '/sign-in?next=/events/1',
    ]) {
      expect(nextPath(next)).toBe('/events');
    }
  });
});
