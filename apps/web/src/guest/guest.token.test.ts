import { describe, expect, it } from 'vitest';
import { guestTokenOf, isTypedCodePage } from './guest.token.js';

describe('links of guests', () => {
  it('opens the guest app for a link, with or without a slash at its end', () => {
    expect(guestTokenOf('/g/abc.DEF-1_2')).toBe('abc.DEF-1_2');
    expect(guestTokenOf('/g/abc/')).toBe('abc');
  });

  it('leaves every other page to the organizer', () => {
    for (const path of ['/', '/g', '/g/', '/gallery/x', '/events/g/abc', '/g/a/b']) {
      expect(guestTokenOf(path)).toBeNull();
    }
  });

  it('opens the page where a code is typed at /g alone', () => {
    expect(['/g', '/g/'].every(isTypedCodePage)).toBe(true);
    expect(['/', '/g/abc', '/gallery'].some(isTypedCodePage)).toBe(false);
  });

  it('does not break on a link that was damaged in a chat', () => {
    expect(guestTokenOf('/g/%E0%A4%A')).toBe('%E0%A4%A');
  });
});
