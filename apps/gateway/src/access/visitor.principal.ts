/** @module The holder of a link as `@visage/access` sees them. */
import { narrowedBy } from '@visage/access/access.narrow';
import type { CodeHolder, Guest, ShareGrant } from '@visage/access/access.principal';
import type { GuestOfShare } from '@visage/database/guest.repository';
import type { OpenedCode } from '@visage/database/share.record';

function grantOf({ code, share }: OpenedCode): ShareGrant {
  return {
    shareId: share.id,
    eventId: share.eventId,
    attributes: narrowedBy(share.attributes, code.limits),
    codeRevokedAt: code.revokedAt?.toISOString() ?? null,
    // shares have neither a limit on guests nor a password yet: see toShare of libs/database
    guestCount: 0,
    passwordVerified: false,
  };
}

export function codeHolderOf(opened: OpenedCode): CodeHolder {
  return { kind: 'code-holder', share: grantOf(opened) };
}

export function guestOf(found: GuestOfShare): Guest {
  const { guest, personIds, photoIds } = found;
  const consented = guest.consentedAt !== null;
  return {
    kind: 'guest',
    guestId: guest.id,
    share: grantOf(found),
    consented,
    approved: false,
    personIds,
    photoIds,
  };
}
