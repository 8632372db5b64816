/** @module What stands between a visitor and the photos, and the welcome that says so. */
import { missingPassword, notAdmitted, refusedGuest } from '@visage/access/access.attributes';
import type { Visitor } from '@visage/access/access.principal';
import type { DenyReason } from '@visage/access/access.reason';
import { CONSENT_VERSION, type Admission, type GuestWelcome } from '@visage/contracts/guest.contract';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { ResolvedVisitor } from '@visage/host/principals';

const ADMISSIONS: Partial<Record<DenyReason, Admission>> = {
  'approval-refused': 'refused',
  'approval-pending': 'waiting',
  'guests-full': 'full',
};

export function admissionOf(visitor: Visitor): Admission {
  if (missingPassword(visitor.share)) return 'password';
  const stopped = refusedGuest(visitor) ?? notAdmitted(visitor);
  return stopped ? (ADMISSIONS[stopped.reason] ?? 'join') : 'open';
}

export function welcomeOf(
  { event, visitor, guest }: ResolvedVisitor & { event: EventFacts },
  hasPhotos: boolean,
): GuestWelcome {
  const { scope, rights, limits } = visitor.share.attributes;
  const consented = guest?.consentedAt != null;
  return {
    eventName: event.name,
    eventDate: event.date,
    hasPhotos,
    accent: event.accent,
    scope: scope.kind,
    rights,
    consentVersion: CONSENT_VERSION,
    consented,
    identified: consented && guest.identifiedAt !== null,
    admission: admissionOf(visitor),
    approvalRequired: limits.approvalRequired,
    guestName: guest?.name ?? null,
    keepsLooking: guest?.keepLooking ?? false,
    lastVisit: guest?.visitedAt?.toISOString() ?? null,
  };
}
