/** @module What stands between a visitor and the photos, and the welcome that says so. */
import { missingPassword, notAdmitted, refusedGuest } from '@visage/access/access.attributes';
import type { Visitor } from '@visage/access/access.principal';
import type { DenyReason } from '@visage/access/access.reason';
import {
  CONSENT_VERSION,
  type Admission,
  type FamilyMember,
  type GuestWelcome,
} from '@visage/contracts/guest.contract';
import type { EventFacts } from '@visage/database/event/event.listing';
import type { MemberRecord } from '@visage/database/guest/visitor.repository';
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
  about: Pick<GuestWelcome, 'hasPhotos' | 'controller' | 'facesLastDay'>,
): GuestWelcome {
  const { scope, rights, limits } = visitor.share.attributes;
  return {
    eventName: event.name,
    eventDate: event.date,
    ...about,
    accent: event.accent,
    scope: scope.kind,
    rights,
    faceSearch: visitor.share.faceSearch,
    consentVersion: CONSENT_VERSION,
    consented: guest?.consentedAt != null,
    identified: guest?.identifiedAt != null,
    admission: admissionOf(visitor),
    approvalRequired: limits.approvalRequired,
    guestName: guest?.name ?? null,
    keepsLooking: guest?.keepLooking ?? false,
    lastVisit: guest?.visitedAt?.toISOString() ?? null,
    family: familyOf(guest).map((member) => toMember(member, member === guest)),
  };
}

/** The people on the guest's phone, the guest first. */
export const familyOf = (guest: ResolvedVisitor['guest']): MemberRecord[] =>
  guest ? [guest, ...guest.companions] : [];

function toMember(
  { id, name, consentedAt, identifiedAt, keepLooking }: MemberRecord,
  isGuest: boolean,
): FamilyMember {
  const [consented, identified] = [consentedAt !== null, identifiedAt !== null];
  return { id, name: isGuest ? null : name, consented, identified, keepsLooking: keepLooking };
}
