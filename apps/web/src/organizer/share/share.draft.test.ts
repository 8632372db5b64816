import { describe, expect, it } from 'vitest';
import { SAFE_SHARE_DEFAULTS, SHARE_PASSWORD_MIN_LENGTH, type Share } from '@visage/contracts/share.contract';
import {
  PASSWORD_MIN_LENGTH,
  changesOf,
  creationOf,
  draftOf,
  isComplete,
  newDraft,
  withWatermark,
  type ShareDraft,
} from './share.draft.js';

const NOW = new Date('2026-06-13T12:00:00').getTime();

function shareOf(draft: ShareDraft): Share {
  const {
    from = null,
    until = null,
    maxGuests = null,
  } = changesOf(draft, newDraft('', NOW, SAFE_SHARE_DEFAULTS));
  return {
    id: 'share',
    eventId: 'event',
    name: draft.name,
    createdAt: '2026-06-01T00:00:00Z',
    codes: [],
    attributes: {
      scope: { kind: 'gallery' },
      rights: {
        view: true,
        selfie: true,
        preview: true,
        original: draft.originals,
        zip: draft.originals,
        upload: false,
        metadata: draft.metadata,
      },
      limits: {
        from,
        until,
        maxGuests,
        passwordRequired: draft.passwordAsked,
        approvalRequired: draft.approval,
        revokedAt: null,
      },
      presentation: { watermark: draft.watermark, hideLocation: draft.hideLocation },
    },
  };
}

describe('the form of a share', () => {
  it('asks for a share that ends, if nothing else is said', () => {
    const fresh = newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS);
    expect(creationOf(fresh, fresh)).toEqual({
      name: 'Guests',
      until: new Date('2026-09-12T00:00:00').toISOString(),
    });
    expect(creationOf({ ...fresh, lastDay: '' }, fresh).until).toBeNull();
  });

  it('shows the days that were chosen when it is opened again', () => {
    const draft = {
      ...newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS),
      firstDay: '2026-06-20',
      lastDay: '2026-07-01',
      maxGuests: '80',
    };
    expect(draftOf(shareOf(draft))).toMatchObject({
      firstDay: '2026-06-20',
      lastDay: '2026-07-01',
      maxGuests: '80',
    });
  });

  it('changes nothing that was not touched', () => {
    const before = draftOf(
      shareOf({
        ...newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS),
        lastDay: '2026-07-01',
        passwordAsked: true,
      }),
    );
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf({ ...before, approval: true }, before)).toEqual({ approvalRequired: true });
  });

  it('opens the albums that are ticked, and only if there are some', () => {
    const before = newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS);
    const some = { ...before, scope: 'albums', albumIds: ['dance'] } as const;
    expect(changesOf(some, before)).toEqual({ scope: { kind: 'albums', albumIds: ['dance'] } });
    expect(changesOf({ ...some, albumIds: ['dance', 'cake'] }, some).scope).toEqual({
      kind: 'albums',
      albumIds: ['dance', 'cake'],
    });
    const share = shareOf(before);
    const opened = draftOf({
      ...share,
      attributes: { ...share.attributes, scope: { kind: 'albums', albumIds: ['dance'] } },
    });
    expect([opened, draftOf(share)]).toMatchObject([
      { scope: 'albums', albumIds: ['dance'] },
      { scope: 'gallery', albumIds: [] },
    ]);
    expect(changesOf({ ...opened, scope: 'own-photos' }, opened)).toEqual({ scope: { kind: 'own-photos' } });
    expect([isComplete(before), isComplete(some), isComplete({ ...some, albumIds: [] })]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('asks for passwords as long as the server does', () => {
    expect(PASSWORD_MIN_LENGTH).toBe(SHARE_PASSWORD_MIN_LENGTH);
  });

  it('keeps the password unless another is typed, and removes it when it is not asked for', () => {
    const before = draftOf(shareOf({ ...newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS), passwordAsked: true }));
    expect(changesOf({ ...before, password: 'a new one' }, before)).toEqual({ password: 'a new one' });
    expect(changesOf({ ...before, passwordAsked: false, password: 'x' }, before)).toEqual({ password: null });
  });

  it('gives no originals with a watermark, unless they are ticked again', () => {
    const before = newDraft('Guests', NOW, SAFE_SHARE_DEFAULTS);
    const marked = withWatermark(before, true);
    expect(changesOf(marked, before)).toEqual({
      presentation: { watermark: true },
      rights: { original: false, zip: false },
    });
    expect(changesOf({ ...marked, originals: true }, before).rights).toEqual({ original: true, zip: true });
  });
});
