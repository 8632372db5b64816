/** @module Who asks. Built from a session, a scanned code or a guest's token; never from what the request claims. */

import type { FaceSearch } from '@visage/contracts/privacy.contract';
import type { ShareAttributes } from '@visage/contracts/share.contract';

/** A share as a guest holds it, with the code it was reached by. */
export interface ShareGrant {
  shareId: string;
  eventId: string;
  attributes: ShareAttributes;
  /** When the scanned code alone was revoked, ISO 8601; the share's other codes live on. */
  codeRevokedAt: string | null;
  /** The share's password was given in this session. */
  passwordVerified: boolean;
  /** The one whom the share is about is withheld. */
  personWithheld: boolean;
  /** Whether faces may be searched for in the event. */
  faceSearch: FaceSearch;
}

export interface Admin {
  kind: 'admin';
  userId: string;
}

/** May do everything in events of their own, and helps others with some of theirs as a collaborator does. */
export interface Organizer {
  kind: 'organizer';
  userId: string;
  /** Of the events of others that they help with. */
  helpsWith: readonly string[];
}

/** Helps organizers with some events: sees and sorts everything in them, but neither shares nor erases. Has none. */
export interface Collaborator {
  kind: 'collaborator';
  userId: string;
  helpsWith: readonly string[];
}

/** Opened a share's link and has not been admitted as a guest (yet). */
export interface CodeHolder {
  kind: 'code-holder';
  share: ShareGrant;
  /** Guests admitted so far, over all codes of the share; null where nobody counts them, since any number may come. */
  guestCount: number | null;
  /** The organizer sent this browser away from the share before. */
  refused: boolean;
}

/** What the face search found of somebody, and what was said of it. */
export interface Found {
  /** Consent to the face search stands; withdrawn consent closes what the search found. */
  consented: boolean;
  /** People they were recognised as. */
  personIds: readonly string[];
  /** Single photos found for them beyond those of the people above. */
  photoIds: readonly string[];
  /** Photos that they said to be in. They are shown as theirs, and open nothing. */
  claimedPhotoIds: readonly string[];
  /** Photos that they said not to be in, whoever was recognised there. */
  disownedPhotoIds: readonly string[];
}

/** Somebody who shares a guest's phone. Has no way in of their own. */
export interface Companion extends Found {
  guestId: string;
}

/** Admitted to a share, and perhaps found in photos by a selfie. */
export interface Guest extends Found {
  kind: 'guest';
  guestId: string;
  share: ShareGrant;
  /** Let in by the organizer; only asked where the share requires approval. */
  approved: boolean;
  /** Sent away by the organizer, whatever the share asks for. */
  refused: boolean;
  /** What was found of them is the guest's to see as well. */
  companions: readonly Companion[];
}

export interface Nobody {
  kind: 'nobody';
}

/** By which a principal is found again later, with the rights of that moment. */
export interface PrincipalKey {
  kind: 'user' | 'guest' | 'code';
  id: string;
}

export type Staff = Admin | Organizer | Collaborator;
export type Visitor = CodeHolder | Guest;
export type Principal = Staff | Visitor | Nobody;
