/** @module Why something is allowed or refused: a stable code for programs, a sentence for people. */

import type { SharePresentation } from '@visage/contracts/share.contract';

export const ALLOW_TEXT = {
  admin: 'You administer this installation.',
  organizer: 'You organize this event.',
  collaborator: 'You help to organize this event.',
  'share-link': 'The link opens this.',
  'share-gallery': 'The link opens the whole gallery.',
  'share-albums': 'The link opens the album this is in.',
  'share-person': 'The link opens the photos of this person.',
  'own-photos': 'You were found in it.',
} as const;
export type AllowReason = keyof typeof ALLOW_TEXT;

export const DENY_TEXT = {
  'not-signed-in': 'Sign in, or open the link you were given.',
  'other-event': 'This belongs to another event.',
  'not-your-event': 'Only the organizer of this event may do this.',
  'left-to-organizer': 'You help with this event; this is left to its organizer.',
  'organizers-only': 'Only the people who organize this event may do this.',
  'share-revoked': 'The organizer has closed this link. Ask them for a new one.',
  'code-revoked': 'This code was replaced. Ask the organizer for the new one.',
  'not-yet-open': 'This link is not open yet.',
  expired: 'This link has expired. Ask the organizer for a new one.',
  'password-required': 'Enter the password of this link first.',
  'join-required': 'Join as a guest first.',
  'guests-full': 'This link has reached its number of guests. Ask the organizer for another one.',
  'approval-pending': 'The organizer has not let you in yet.',
  'approval-refused': 'The organizer has not let you in with this link.',
  'right-not-given': 'The organizer has not allowed this for this link.',
  'consent-required': 'Consent to the face search first.',
  'selfie-required': 'Take a selfie first, so that your photos can be found.',
  'faces-ended': 'The face search of this event has ended: its faces were deleted.',
  'no-controller':
    'No face search is offered here, as nobody has been named yet who is responsible for it. Ask the organizer.',
  'not-approved': 'The organizer has not approved this photo yet.',
  'not-yours': 'You were not found in this photo.',
  'claims-not-offered': 'This link opens the photos you were found in, and no others.',
  deleted: 'This photo was deleted.',
  withheld: 'This photo is withheld at the wish of somebody whom it shows.',
  'person-withheld': 'This link shows somebody who does not want to be shown. Ask the organizer.',
  'not-looked-at': 'It is not known yet whom this photo shows.',
  'location-inside': 'The original of this photo cannot be given without the place where it was taken.',
  'outside-scope': 'This is not among the photos this link opens for you.',
} as const;
export type DenyReason = keyof typeof DENY_TEXT;

export interface Allowed {
  allowed: true;
  reason: AllowReason;
  text: string;
  /** How it is to be shown: previews with a watermark, metadata without a place. */
  presentation: SharePresentation;
  /** The files that leave are those in which faces are covered. */
  blurred: boolean;
}

export interface Denied {
  allowed: false;
  reason: DenyReason;
  text: string;
  /** When a link opens that does not yet. */
  opensAt?: string;
}

export type Decision = Allowed | Denied;

const PLAIN: SharePresentation = { watermark: false, hideLocation: false };

export function allow(
  reason: AllowReason,
  { presentation = PLAIN, blurred = false }: Partial<Pick<Allowed, 'presentation' | 'blurred'>> = {},
): Allowed {
  return { allowed: true, reason, text: ALLOW_TEXT[reason], presentation, blurred };
}

export function deny(reason: DenyReason): Denied {
  return { allowed: false, reason, text: DENY_TEXT[reason] };
}
