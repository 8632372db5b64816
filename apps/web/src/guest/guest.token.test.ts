import { describe, expect, it } from 'vitest';
import { guestTokenOf } from './guest.token.js';

describe('links of guests', () => {
  it('opens the guest app for a link, with or without a slash at its end', () => {
    expect(guestTokenOf('/g/abc.DEF-1_2')).toBe('abc.DEF-1_2');
    expect(guestTokenOf('/g/abc/')).toBe('abc');
  });

  it('takes no other page for a link, not even the one where a code is typed', () => {
    for (const path of ['/', '/g', '/g/', '/gallery/x', '/events/g/abc', '/g/a/b']) {
      expect(guestTokenOf(path)).toBeNull();
    }
  });

  it('does not break on a link that was damaged in a chat', () => {
    expect(guestTokenOf('/g/%E0%A4%A')).toBe('%E0%A4%A');
  });
});
