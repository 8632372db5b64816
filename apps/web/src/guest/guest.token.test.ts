import { describe, expect, it } from 'vitest';
import { guestTokenOf, objectionTokensOf } from './guest.token.js';

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

describe('where somebody objects to being shown', () => {
  it('is behind the link, and behind the code that a poster says, however it is typed', () => {
    const token = 'AZmrV4EecMyK2b4j0gAZmrV4EecMyK2b4j0gxQ1_-9Lw';
    expect(objectionTokensOf(`/g/${token}/objection`)).toEqual({ of: 'link', token });
    expect(objectionTokensOf('/g/K7M2Q-9XB4D/objection')).toEqual({ of: 'code', token: 'K7M2Q-9XB4D' });
    expect(objectionTokensOf('/g/k7m2q9xb4d/Objection/')).toEqual({ of: 'code', token: 'k7m2q9xb4d' });
    expect(objectionTokensOf(`/g/objections/${token}`)).toEqual({ of: 'objection', token });
    expect(objectionTokensOf('/g/K7M2Q-9XB4D')).toBeNull();
  });
});
