/** @module An event with its people and one share, for the tests of this library. */

import type { ShareLimits, ShareRights, ShareScope } from '@visage/contracts/share.contract';
import type { CodeHolder, Guest, ShareGrant } from './access.principal.js';
import type { DriveResource, FaceResource, PhotoResource } from './access.resource.js';
import { NO_WISHES, type PhotoWishes } from './access.wish.js';

export const NOW = new Date('2026-06-20T12:00:00Z');
export const EVENT = { eventId: 'event-1', organizerId: 'olivia' };
export const OTHER_EVENT = { eventId: 'event-2', organizerId: 'otto' };

const OPEN_LIMITS: ShareLimits = {
  from: null,
  until: null,
  passwordRequired: false,
  maxGuests: null,
  approvalRequired: false,
  revokedAt: null,
};
const ALL_RIGHTS: ShareRights = {
  view: true,
  selfie: true,
  preview: true,
  original: true,
  zip: true,
  upload: true,
  metadata: true,
};

export interface ShareDraft extends Partial<Omit<ShareGrant, 'attributes'>> {
  guestCount?: number | null;
  refused?: boolean;
  scope?: ShareScope;
  rights?: Partial<ShareRights>;
  limits?: Partial<ShareLimits>;
  hideLocation?: boolean;
}

export function share({
  scope = { kind: 'gallery' },
  rights,
  limits,
  hideLocation = true,
  guestCount: _count,
  refused: _refused,
  ...grant
}: ShareDraft = {}): ShareGrant {
  return {
    shareId: 'share-1',
    eventId: EVENT.eventId,
    attributes: {
      scope,
      rights: { ...ALL_RIGHTS, ...rights },
      limits: { ...OPEN_LIMITS, ...limits },
      presentation: { watermark: true, hideLocation },
    },
    codeRevokedAt: null,
    passwordVerified: false,
    personWithheld: false,
    faceSearch: 'offered',
    ...grant,
  };
}

export function codeHolder(draft: ShareDraft = {}): CodeHolder {
  const { guestCount = null, refused = false } = draft;
  return { kind: 'code-holder', share: share(draft), guestCount, refused };
}

/** Anna: recognised as person `anna`, and found besides in `photo-9`. */
export function guest(draft: ShareDraft = {}, own: Partial<Omit<Guest, 'kind' | 'share'>> = {}): Guest {
  return {
    kind: 'guest',
    guestId: 'guest-1',
    consented: true,
    approved: false,
    refused: false,
    personIds: ['anna'],
    photoIds: ['photo-9'],
    claimedPhotoIds: [],
    disownedPhotoIds: [],
    companions: [],
    ...own,
    share: share(draft),
  };
}

export function photo(draft: Partial<PhotoResource> = {}): PhotoResource {
  return {
    kind: 'photo',
    ...EVENT,
    photoId: 'photo-1',
    personIds: ['anna', 'ben'],
    albumIds: ['dance'],
    held: false,
    blankable: true,
    wishes: NO_WISHES,
    ...draft,
  };
}

export function face(draft: Partial<FaceResource> = {}): FaceResource {
  return { kind: 'face', ...EVENT, personId: 'anna', held: false, wishes: NO_WISHES, ...draft };
}

export function drivePhoto(draft: Partial<DriveResource> = {}): DriveResource {
  const { kind: _, ...facts } = photo();
  return { kind: 'drive', ...facts, trashed: false, ...draft };
}

/** Of a photo that shows these people, withheld. */
export function withheld(...personIds: (string | null)[]): PhotoWishes {
  return { ...NO_WISHES, withheld: personIds.map((personId) => ({ personId, seesOwn: false })) };
}
