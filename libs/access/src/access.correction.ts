/**
 * @module What a guest may say about being in a photo. Saying so never opens a photo: where a link opens only photos with
 * the guest, nothing can be claimed, and elsewhere a claim counts within what the link opens anyway.
 */

import { ownPhotosOf, photoInScope } from './access.filter.js';
import type { Visitor } from './access.principal.js';
import { deny, type Denied } from './access.reason.js';
import type { CorrectionAction, PhotoResource } from './access.resource.js';

/**
 * Null when the visitor may say this about a photo that the link opens.
 * @param visitor a guest who asks about one person: see `askingAbout`
 */
export function stoppedCorrection(
  visitor: Visitor,
  action: CorrectionAction,
  photo: PhotoResource,
): Denied | null {
  if (visitor.kind === 'code-holder') return deny('selfie-required');
  if (!visitor.consented) return deny('consent-required');
  if (action === 'photo.disown') return photoInScope(ownPhotosOf(visitor), photo) ? null : deny('not-yours');
  return visitor.share.attributes.scope.kind === 'own-photos' ? deny('claims-not-offered') : null;
}

/** Whose a claimed face has been so far. */
export interface ClaimedPerson {
  named: boolean;
  hidden: boolean;
  /** Faces of the person, the claimed one included. */
  faces: number;
  /** Other guests who were recognised as this person. */
  guests: number;
}

/**
 * A face of somebody whom the event already knows is given away by the organizer alone: with it, their photos might come
 * to whoever claims it.
 */
export function claimWaits(person: ClaimedPerson | null): boolean {
  return person !== null && (person.named || person.hidden || person.faces > 1 || person.guests > 0);
}
