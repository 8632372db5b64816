import { describe, expect, it } from 'vitest';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { texts } from '../../texts/texts.js';
import { attributeLines, codeStateOf, isRevoked, openCodes, shownCode, validityOf } from './share.state.js';

const NOW = Date.parse('2026-06-13T12:00:00Z');

const code = (id: string, revokedAt: string | null = null): ShareCode => ({
  id,
  label: id,
  url: `https://visage.example/g/${id}`,
  createdAt: '2026-06-01T00:00:00Z',
  revokedAt,
  shortCode: 'K7M2Q-9XB4D',
  rights: {},
  until: null,
  guests: 0,
  opens: 0,
  lastUsedAt: null,
});

const share = (codes: ShareCode[], limits: Partial<Share['attributes']['limits']> = {}): Share => ({
  id: 'share',
  eventId: 'event',
  name: 'Guests',
  createdAt: '2026-06-01T00:00:00Z',
  codes,
  attributes: {
    scope: { kind: 'own-photos' },
    rights: {
      view: true,
      selfie: true,
      preview: true,
      original: true,
      zip: true,
      upload: false,
      metadata: false,
    },
    limits: {
      from: null,
      until: null,
      passwordRequired: false,
      maxGuests: null,
      approvalRequired: false,
      revokedAt: null,
      ...limits,
    },
    presentation: { watermark: false, hideLocation: true },
  },
});

describe('a share', () => {
  it('says whether guests can still come in', () => {
    expect(validityOf(share([]), NOW)).toBe('Open without end');
    expect(validityOf(share([], { until: '2026-06-14T12:00:00Z' }), NOW)).toMatch(/^Open until /);
    expect(validityOf(share([], { until: '2026-06-12T12:00:00Z' }), NOW)).toMatch(/^Ended /);
    expect(validityOf(share([], { revokedAt: '2026-06-12T12:00:00Z' }), NOW)).toBe('Revoked');
  });

  it('never shows a revoked code to be printed', () => {
    const shared = share([code('a', '2026-06-12T12:00:00Z'), code('b'), code('c')]);
    expect(openCodes(shared).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(shownCode(shared, 'c')?.id).toBe('c');
    expect(shownCode(shared, 'a')?.id).toBe('b');
    expect(shownCode(share([code('a', '2026-06-12T12:00:00Z')]), 'a')).toBeNull();
  });

  it('says of each code what became of it', () => {
    expect(codeStateOf(code('a'), NOW)).toBe('0 guests · opened 0 times');
    const busy = { ...code('a'), guests: 3, opens: 12, lastUsedAt: '2026-06-13T10:00:00Z' };
    expect(codeStateOf(busy, NOW)).toMatch(/^3 guests · opened 12 times · last used /);
    const narrow = { ...code('a'), until: '2026-06-12T12:00:00Z', rights: { original: false } };
    expect(codeStateOf(narrow, NOW)).toMatch(/· Ended .* · No originals$/);
    expect(codeStateOf(code('a', '2026-06-12T12:00:00Z'), NOW)).toBe('Revoked');
  });

  it('says when it opens, and what it asks of guests', () => {
    expect(validityOf(share([], { from: '2026-06-14T12:00:00Z' }), NOW)).toMatch(/^Opens /);
    expect(attributeLines(share([]))).toEqual([]);
    const asking = share([], { passwordRequired: true, approvalRequired: true, maxGuests: 80 });
    expect(attributeLines(asking)).toHaveLength(3);
  });
});

describe('the moment itself', () => {
  const now = new Date(NOW).toISOString();

  it('is no longer in a time that ends then, and is in one that begins then', () => {
    expect(validityOf(share([], { until: now }), NOW)).toMatch(/^Ended /);
    expect(validityOf(share([], { until: now }), NOW - 1)).toMatch(/^Open until /);
    expect(validityOf(share([], { from: now }), NOW)).toBe('Open without end');
    expect(validityOf(share([], { from: now }), NOW - 1)).toMatch(/^Opens /);
    expect(codeStateOf({ ...code('a'), until: now }, NOW)).toMatch(/· Ended /);
    expect(codeStateOf({ ...code('a'), until: now }, NOW - 1)).toMatch(/· Open until /);
  });

  it('does not matter once a share is revoked', () => {
    expect(isRevoked(share([], { revokedAt: now }))).toBe(true);
    expect(isRevoked(share([]))).toBe(false);
    expect(validityOf(share([], { revokedAt: now, from: '2030-01-01T00:00:00Z' }), NOW)).toBe('Revoked');
  });
});

describe('what a share asks of guests', () => {
  const { attributes } = share([]);
  const linesOf = (
    more: { rights?: object; presentation?: object },
    limits: Partial<Share['attributes']['limits']> = {},
  ): string[] =>
    attributeLines({
      ...share([], limits),
      attributes: {
        ...share([], limits).attributes,
        rights: { ...attributes.rights, ...more.rights },
        presentation: { ...attributes.presentation, ...more.presentation },
      },
    });

  it('is listed line by line', () => {
    expect(linesOf({}, { passwordRequired: true })).toEqual([texts.share.password]);
    expect(linesOf({}, { approvalRequired: true })).toEqual([texts.share.approval]);
    expect(linesOf({}, { maxGuests: 80 })).toEqual([texts.share.atMost(80)]);
    expect(linesOf({ presentation: { watermark: true } })).toEqual([texts.share.watermark]);
    expect(linesOf({ rights: { original: false } })).toEqual([texts.share.noOriginals]);
  });

  it('warns of the place of photos only if guests are shown it', () => {
    expect(linesOf({ rights: { metadata: true }, presentation: { hideLocation: false } })).toEqual([
      texts.share.showsLocation,
    ]);
    expect(linesOf({ rights: { metadata: true } })).toEqual([]);
    expect(linesOf({ presentation: { hideLocation: false } })).toEqual([]);
  });

  it('lists what a code takes away', () => {
    expect(codeStateOf({ ...code('a'), rights: { selfie: false } }, NOW)).toMatch(
      new RegExp(`· ${texts.share.noSelfie}$`),
    );
    expect(codeStateOf({ ...code('a'), rights: { selfie: true, original: true } }, NOW)).toBe(
      '0 guests · opened 0 times',
    );
  });
});
