/** @module What a share's attributes say about its holder: is it open, is the holder let in, which right does an action need. */

import type { ShareRights } from '@visage/contracts/share.contract';
import type { CodeHolder, ShareGrant, Visitor } from './access.principal.js';
import { deny, type Denied } from './access.reason.js';
import type { Action, PhotoFacts } from './access.resource.js';

/** The rights an action needs, all of them. What is not listed is no guest's to do. */
const RIGHTS_NEEDED: Partial<Record<Action, readonly (keyof ShareRights)[]>> = {
  'event.open': [],
  'event.object': [],
  'event.join': [],
  'event.accompany': ['selfie'],
  'event.view': ['view'],
  'event.selfie': ['selfie'],
  'photo.view': ['view'],
  'photo.thumbnail': ['view'],
  'photo.preview': ['view', 'preview'],
  'photo.original': ['view', 'original'],
  'photo.metadata': ['view', 'metadata'],
  'photo.disown': ['view'],
  'photo.claim': ['view', 'preview', 'selfie'],
  'face.crop': ['view'],
  'person.view': ['view'],
  'upload.create': ['upload'],
  'zip.create': ['view', 'original', 'zip'],
  'drive.send': ['view', 'original', 'zip'],
};

/** Null when the share gives every right the action needs. */
export function missingRight(share: ShareGrant, action: Action): Denied | null {
  const needed = RIGHTS_NEEDED[action];
  if (!needed) return deny('organizers-only');
  return needed.every((right) => share.attributes.rights[right]) ? null : deny('right-not-given');
}

/**
 * Null while the share is open: from `from` on, and before `until`. A limit that is no date keeps it shut.
 */
export function closedShare(
  { attributes: { limits }, codeRevokedAt, personWithheld }: ShareGrant,
  now: Date,
): Denied | null {
  if (limits.revokedAt !== null) return deny('share-revoked');
  if (codeRevokedAt !== null) return deny('code-revoked');
  if (personWithheld) return deny('person-withheld');
  if (limits.from !== null && !(now.getTime() >= Date.parse(limits.from)))
    return { ...deny('not-yet-open'), opensAt: limits.from };
  if (limits.until !== null && !(now.getTime() < Date.parse(limits.until))) return deny('expired');
  return null;
}

/** Null unless the share hides the location and the original of the photo could only leave with it. */
export function locationInside(
  { attributes: { presentation } }: ShareGrant,
  { blankable }: PhotoFacts,
): Denied | null {
  return presentation.hideLocation && !blankable ? deny('location-inside') : null;
}

/** Null while it is known whom photos of the event show. */
export function facesEnded({ faceSearch }: ShareGrant): Denied | null {
  return faceSearch === 'ended' ? deny('faces-ended') : null;
}

/** Null while guests may be searched for in the event. */
export function noFaceSearch(share: ShareGrant): Denied | null {
  return facesEnded(share) ?? (share.faceSearch === 'no-controller' ? deny('no-controller') : null);
}

/** Null when the share's password was given or none is needed. */
export function missingPassword({ attributes: { limits }, passwordVerified }: ShareGrant): Denied | null {
  return limits.passwordRequired && !passwordVerified ? deny('password-required') : null;
}

/** Null while the share admits one more guest. */
export function fullShare({ share, guestCount }: CodeHolder): Denied | null {
  const { maxGuests } = share.attributes.limits;
  if (maxGuests === null) return null;
  return guestCount !== null && guestCount < maxGuests ? null : deny('guests-full');
}

/** Null unless the organizer sent this guest away, or the browser that they are in. */
export function refusedGuest(visitor: Visitor): Denied | null {
  return visitor.refused ? deny('approval-refused') : null;
}

/**
 * Null when the visitor is past the door. Where guests are counted or approved, someone who is no guest could look in
 * uncounted, so joining comes first.
 */
export function notAdmitted(visitor: Visitor): Denied | null {
  const { limits } = visitor.share.attributes;
  if (visitor.kind === 'guest')
    return limits.approvalRequired && !visitor.approved ? deny('approval-pending') : null;
  if (!limits.approvalRequired && limits.maxGuests === null) return null;
  return fullShare(visitor) ?? deny('join-required');
}
