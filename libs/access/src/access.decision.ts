/**
 * @module The one answer to "may they?", with its reason. Every route that gives bytes or names asks it, and it answers
 * the organizer's "why can this guest see that?".
 */

import { fullShare, locationInside, noFaceSearch } from './access.attributes.js';
import { stoppedCorrection } from './access.correction.js';
import { decideForDrive } from './access.drive.js';
import {
  isVisitor,
  personInScope,
  personScopeOf,
  photoScopeOf,
  selvesOf,
  stoppedInScope,
} from './access.filter.js';
import { decideForStaff, stoppedAtDoor } from './access.gate.js';
import type { Principal, Visitor } from './access.principal.js';
import { allow, deny, type Decision } from './access.reason.js';
import type { PersonScope, PhotoScope } from './access.filter.js';
import type { CorrectionAction, PhotoAction, PhotoResource, Target } from './access.resource.js';
import { keptFromVisitor } from './access.wish.js';

export type AccessRequest = Target & { principal: Principal; now: Date };

/**
 * Pure: the same request always has the same decision.
 * @example decide({ principal, action: 'photo.original', resource: photo, now: new Date() })
 */
export function decide(request: AccessRequest): Decision {
  const { principal, action, resource, now } = request;
  if (request.action === 'drive.send') return decideForDrive(principal, request.resource, now);
  if (principal.kind === 'nobody') return deny('not-signed-in');
  if (!isVisitor(principal)) return decideForStaff(principal, action, resource);
  switch (request.action) {
    case 'photo.view':
    case 'photo.thumbnail':
    case 'photo.preview':
    case 'photo.original':
    case 'photo.metadata':
    case 'photo.delete': {
      const decision = decideForPhoto(principal, request.resource, request.action, now);
      if (!decision.allowed || request.action !== 'photo.original') return decision;
      return locationInside(principal.share, request.resource) ?? decision;
    }
    case 'photo.disown':
    case 'photo.claim': {
      const decision = decideForPhoto(principal, request.resource, request.action, now);
      if (!decision.allowed) return decision;
      return stoppedCorrection(principal, request.action, request.resource) ?? decision;
    }
    case 'face.crop': {
      const { held, personId, wishes } = request.resource;
      const scope = personScopeOf(principal, request.resource, now, request.action);
      if (scope.kind === 'none') return scope.because;
      if (held) return deny('not-approved');
      if (!personInScope(scope, personId)) return deny('outside-scope');
      // cut out of the photo as it is
      if (wishes.blurred) return deny('withheld');
      return keptFromVisitor(wishes, selvesOf(principal)) ?? inScope(principal, scope, true);
    }
    case 'person.view':
    case 'person.manage': {
      const scope = personScopeOf(principal, request.resource, now, request.action);
      return inScope(principal, scope, personInScope(scope, request.resource.personId));
    }
    case 'zip.create': {
      const scope = photoScopeOf(principal, request.resource, now, request.action);
      return inScope(principal, scope, true);
    }
    case 'event.open':
    case 'event.join':
    case 'event.accompany':
    case 'event.selfie':
    case 'event.object':
    case 'event.view':
    case 'event.sort':
    case 'event.manage':
    case 'event.erase':
    case 'share.view':
    case 'share.manage':
    case 'upload.create':
      return decideForEvent(principal, request);
  }
}

function decideForPhoto(
  visitor: Visitor,
  photo: PhotoResource,
  action: PhotoAction | 'photo.delete' | CorrectionAction,
  now: Date,
): Decision {
  const scope = photoScopeOf(visitor, photo, now, action);
  if (scope.kind === 'none') return scope.because;
  const { presentation } = visitor.share.attributes;
  return stoppedInScope(scope, photo) ?? allow(scope.reason, { presentation, blurred: photo.wishes.blurred });
}

function inScope(visitor: Visitor, scope: PhotoScope | PersonScope, found: boolean): Decision {
  if (scope.kind === 'none') return scope.because;
  return found
    ? allow(scope.reason, { presentation: visitor.share.attributes.presentation })
    : deny('outside-scope');
}

/** What concerns the event as a whole. */
function decideForEvent(visitor: Visitor, { action, resource, now }: AccessRequest): Decision {
  const stopped = stoppedAtDoor(visitor, action, resource, now);
  if (stopped) return stopped;
  if (action === 'event.join' && visitor.kind === 'code-holder') {
    const full = fullShare(visitor);
    if (full) return full;
  }
  if (action === 'event.selfie' || action === 'event.accompany') {
    const notOffered = noFaceSearch(visitor.share);
    if (notOffered) return notOffered;
  }
  if (action === 'event.selfie' && !(visitor.kind === 'guest' && visitor.consented))
    return deny('consent-required');
  return allow('share-link', { presentation: visitor.share.attributes.presentation });
}
