/** @module The holder of a link as a principal: made of what the database knows and of the passwords that were given. */

import type { FaceSearch } from '@visage/contracts/privacy.contract';
import type { ShareAttributes, ShareCodeLimits } from '@visage/contracts/share.contract';
import { narrowedBy } from './access.narrow.js';
import type { Found, Guest, ShareGrant, Visitor } from './access.principal.js';

/** A code with its share, and the guest who stands behind it. */
export interface VisitorFacts {
  code: { limits: ShareCodeLimits; revokedAt: Date | null };
  share: {
    id: string;
    eventId: string;
    attributes: ShareAttributes;
    /** Of the present password; null where none is set. */
    passwordId: string | null;
    /** The one whom it is about is withheld. */
    personWithheld: boolean;
    /** Whether faces may be searched for in its event. */
    faceSearch: FaceSearch;
  };
  /** Guests admitted so far; null where they are not counted. */
  guestCount: number | null;
  /** The organizer sent the browser away from the share before: as another guest of it, or as one who was forgotten since. */
  refusedBefore: boolean;
  /** Null for whoever only holds the code. */
  guest: GuestFacts | null;
}

export interface CompanionFacts {
  id: string;
  consentedAt: Date | null;
  /** Whom and what the selfie found, as it is by now. */
  found: Pick<Found, 'personIds' | 'photoIds'>;
  statements: Pick<Found, 'claimedPhotoIds' | 'disownedPhotoIds'>;
}

export interface GuestFacts extends CompanionFacts {
  approvedAt: Date | null;
  refusedAt: Date | null;
  companions: readonly CompanionFacts[];
}

/** @param passwordIds of the passwords that were given. */
export function visitorOf(facts: VisitorFacts, passwordIds: readonly string[]): Visitor {
  const share = grantOf(facts, passwordIds);
  const { guest, guestCount, refusedBefore } = facts;
  if (!guest) return { kind: 'code-holder', share, guestCount, refused: refusedBefore };
  return {
    kind: 'guest',
    guestId: guest.id,
    share,
    approved: guest.approvedAt !== null,
    // who was let in since stays in
    refused: guest.refusedAt !== null || (refusedBefore && guest.approvedAt === null),
    ...foundOf(guest),
    companions: guest.companions.map((companion) => ({ guestId: companion.id, ...foundOf(companion) })),
  };
}

function foundOf({ consentedAt, found, statements }: CompanionFacts): Found {
  const { claimedPhotoIds, disownedPhotoIds } = statements;
  return { consented: consentedAt !== null, ...found, claimedPhotoIds, disownedPhotoIds };
}

/** The same guest, who asks about one person of those on their phone; null for anybody else. */
export function askingAbout(guest: Guest, memberId: string): Guest | null {
  const { guestId } = guest;
  const companion = guest.companions.find((one) => one.guestId === memberId);
  if (!companion && memberId !== guestId) return null;
  return { ...guest, ...companion, guestId, companions: [] };
}

function grantOf({ code, share }: VisitorFacts, passwordIds: readonly string[]): ShareGrant {
  return {
    shareId: share.id,
    eventId: share.eventId,
    attributes: narrowedBy(share.attributes, code.limits),
    codeRevokedAt: code.revokedAt?.toISOString() ?? null,
    passwordVerified: share.passwordId !== null && passwordIds.includes(share.passwordId),
    personWithheld: share.personWithheld,
    faceSearch: share.faceSearch,
  };
}
