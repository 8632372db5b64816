/**
 * @module Which photos and people of an event a principal sees, as a filter for queries.
 *
 * Decisions about single photos use the same scopes, so a list never shows what its photo's route would refuse.
 */

import { facesEnded } from './access.attributes.js';
import { decideForStaff, stoppedAtDoor } from './access.gate.js';
import type { Found, Guest, Principal, Visitor } from './access.principal.js';
import { deny, type AllowReason, type Decision, type Denied } from './access.reason.js';
import type { CorrectionAction, InEvent, PhotoAction, PhotoFacts } from './access.resource.js';
import { keptFromVisitor } from './access.wish.js';

interface Nothing {
  kind: 'none';
  because: Denied;
}

interface Everything {
  kind: 'all';
  reason: AllowReason;
}

/** Photos of the event that the scope takes in. Those that wait for approval, or are withheld, are in `all` alone. */
export type PhotoScope = Everything | Nothing | VisitorScope;

export type VisitorScope =
  /** All photos that guests may see. */
  | (OfVisitor & { kind: 'approved'; reason: AllowReason })
  /** Photos in at least one of these albums. */
  | (OfVisitor & { kind: 'albums'; albumIds: readonly string[]; reason: AllowReason })
  | PeoplesPhotos;

interface OfVisitor {
  /** Whom a selfie recognised the visitor as: withheld people may see themselves. */
  selves: readonly string[];
}

/** Photos with at least one of these people, and these single photos; none of the excepted ones. */
export interface OnesPhotos {
  personIds: readonly string[];
  photoIds: readonly string[];
  exceptPhotoIds: readonly string[];
}

/** What one of them is not in is still there for another who is. */
export interface PeoplesPhotos extends OfVisitor {
  kind: 'people';
  anyOf: readonly OnesPhotos[];
  reason: AllowReason;
}

/** People of the event, and their face crops. Guests see no one but themselves and whom the link is about. */
export type PersonScope =
  | Everything
  | Nothing
  | { kind: 'people'; personIds: readonly string[]; reason: AllowReason };

/** The photos with which `principal` may do `action`. */
export function photoScopeOf(
  principal: Principal,
  event: InEvent,
  now: Date,
  action: PhotoAction | 'photo.delete' | CorrectionAction | 'zip.create' | 'drive.send' = 'photo.view',
): PhotoScope {
  if (principal.kind === 'nobody') return nothing(deny('not-signed-in'));
  if (!isVisitor(principal)) return staffScope(decideForStaff(principal, action, event));
  const stopped = stoppedAtDoor(principal, action, event, now);
  return stopped ? nothing(stopped) : photosOfShare(principal);
}

/** The people whom `principal` may see. */
export function personScopeOf(
  principal: Principal,
  event: InEvent,
  now: Date,
  action: 'person.view' | 'person.manage' | 'face.crop' = 'person.view',
): PersonScope {
  if (principal.kind === 'nobody') return nothing(deny('not-signed-in'));
  if (!isVisitor(principal)) return staffScope(decideForStaff(principal, action, event));
  const stopped = stoppedAtDoor(principal, action, event, now);
  return stopped ? nothing(stopped) : peopleOfShare(principal);
}

/** What a query with this scope as its filter would say about one photo. */
export function photoInScope(scope: PhotoScope, photo: PhotoFacts): boolean {
  return stoppedInScope(scope, photo) === null;
}

/** Null when the scope takes the photo in; else why not. */
export function stoppedInScope(scope: PhotoScope, photo: PhotoFacts): Denied | null {
  switch (scope.kind) {
    case 'all':
      return null;
    case 'none':
      return scope.because;
    case 'approved':
    case 'albums':
    case 'people':
      if (photo.held) return deny('not-approved');
      if (!isAbout(scope, photo)) return deny('outside-scope');
      return keptFromVisitor(photo.wishes, scope.selves);
  }
}

function isAbout(scope: VisitorScope, photo: PhotoFacts): boolean {
  switch (scope.kind) {
    case 'approved':
      return true;
    case 'albums':
      return photo.albumIds.some((id) => scope.albumIds.includes(id));
    case 'people':
      return scope.anyOf.some((ones) => isOnes(ones, photo));
  }
}

function isOnes({ personIds, photoIds, exceptPhotoIds }: OnesPhotos, photo: PhotoFacts): boolean {
  if (exceptPhotoIds.includes(photo.photoId)) return false;
  return photoIds.includes(photo.photoId) || photo.personIds.some((id) => personIds.includes(id));
}

/** As photoInScope, for a person or the person of a face; a face of nobody is in no guest's scope. */
export function personInScope(scope: PersonScope, personId: string | null): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'people':
      return personId !== null && scope.personIds.includes(personId);
  }
}

function photosOfShare(visitor: Visitor): PhotoScope {
  const { scope } = visitor.share.attributes;
  const selves = selvesOf(visitor);
  const ended = facesEnded(visitor.share);
  if (ended && (scope.kind === 'person' || scope.kind === 'own-photos')) return nothing(ended);
  switch (scope.kind) {
    case 'gallery':
      return { kind: 'approved', selves, reason: 'share-gallery' };
    case 'albums':
      return { kind: 'albums', albumIds: scope.albumIds, selves, reason: 'share-albums' };
    case 'person':
      return {
        kind: 'people',
        selves,
        anyOf: [{ personIds: [scope.personId], photoIds: [], exceptPhotoIds: [] }],
        reason: 'share-person',
      };
    case 'own-photos': {
      if (visitor.kind === 'code-holder') return nothing(deny('selfie-required'));
      const found = foundOn(visitor);
      if (found.length === 0) return nothing(deny('consent-required'));
      return { kind: 'people', selves, anyOf: found.map(recognisedIn), reason: 'own-photos' };
    }
  }
}

/** Whom a visitor's selfie, or that of somebody on their phone, recognised them as. */
export function selvesOf(visitor: Visitor): readonly string[] {
  return visitor.kind === 'guest' ? foundOn(visitor).flatMap(({ personIds }) => personIds) : [];
}

/** Of everybody on the guest's phone who agreed to the face search. */
export const foundOn = (guest: Guest): readonly Found[] =>
  [guest, ...guest.companions].filter(({ consented }) => consented);

/** Without what they claim: saying "that's me" must not open photos. */
const recognisedIn = ({ personIds, photoIds, disownedPhotoIds }: Found): OnesPhotos => ({
  ...{ personIds, photoIds, exceptPhotoIds: disownedPhotoIds },
});

/** The guest's own among the photos that the link opens: somebody on their phone was recognised there or claims it, and did not disown it. */
export function ownPhotosOf(guest: Guest): PeoplesPhotos {
  const anyOf = foundOn(guest).map((found) => ({
    ...recognisedIn(found),
    photoIds: [...found.photoIds, ...found.claimedPhotoIds],
  }));
  return { kind: 'people', selves: selvesOf(guest), anyOf, reason: 'own-photos' };
}

function peopleOfShare(visitor: Visitor): PersonScope {
  const { scope } = visitor.share.attributes;
  const ended = facesEnded(visitor.share);
  if (ended) return nothing(ended);
  if (scope.kind === 'person') return { kind: 'people', personIds: [scope.personId], reason: 'share-person' };
  if (visitor.kind === 'code-holder') return nothing(deny('selfie-required'));
  const found = foundOn(visitor);
  if (found.length === 0) return nothing(deny('consent-required'));
  return { kind: 'people', personIds: selvesOf(visitor), reason: 'own-photos' };
}

function staffScope(decision: Decision): Everything | Nothing {
  return decision.allowed ? { kind: 'all', reason: decision.reason } : nothing(decision);
}

function nothing(because: Denied): Nothing {
  return { kind: 'none', because };
}

export function isVisitor(principal: Principal): principal is Visitor {
  return principal.kind === 'code-holder' || principal.kind === 'guest';
}
