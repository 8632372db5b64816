/** @module The holder of a link as `@visage/access` sees them. */
import { narrowedBy } from '@visage/access/access.narrow';
import type { CodeHolder, Guest, ShareGrant } from '@visage/access/access.principal';
import type { GuestOfShare } from '@visage/database/guest/guest.repository';
import type { OpenedCode } from '@visage/database/share/share.record';

function grantOf({ code, share, guestCount }: OpenedCode, passwordIds: readonly string[]): ShareGrant {
  return {
    shareId: share.id,
    eventId: share.eventId,
    attributes: narrowedBy(share.attributes, code.limits),
    codeRevokedAt: code.revokedAt?.toISOString() ?? null,
    guestCount,
    passwordVerified: share.passwordId !== null && passwordIds.includes(share.passwordId),
  };
}

/** @param passwordIds of the passwords that this browser gave. */
export function codeHolderOf(opened: OpenedCode, passwordIds: readonly string[]): CodeHolder {
  return { kind: 'code-holder', share: grantOf(opened, passwordIds) };
}

/** @param passwordIds of the passwords that this browser gave. */
export function guestOf(found: GuestOfShare, passwordIds: readonly string[]): Guest {
  const { guest, personIds, photoIds, words } = found;
  const consented = guest.consentedAt !== null;
  return {
    kind: 'guest',
    guestId: guest.id,
    share: grantOf(found, passwordIds),
    consented,
    approved: guest.approvedAt !== null,
    refused: guest.refusedAt !== null,
    personIds,
    photoIds,
    claimedPhotoIds: words.claimedPhotoIds,
    disownedPhotoIds: words.disownedPhotoIds,
  };
}
