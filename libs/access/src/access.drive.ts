/**
 * @module Whether a photo may go into somebody's Google Drive, by an export or a mirror. From there nobody can take it back,
 * so more is asked than at any other door, and of the people who organize the event too.
 */

import { locationInside } from './access.attributes.js';
import {
  foundOn,
  isVisitor,
  ownPhotosOf,
  photoInScope,
  photoScopeOf,
  stoppedInScope,
  type PhotoScope,
} from './access.filter.js';
import type { Principal } from './access.principal.js';
import { allow, deny, type Decision, type Denied } from './access.reason.js';
import type { DriveResource, InEvent } from './access.resource.js';
import { keptFromDrive } from './access.wish.js';

/** The photos that `principal` may send, as far as the principal decides it: `none` says why nothing leaves at all. */
export function driveScopeOf(principal: Principal, event: InEvent, now: Date): PhotoScope {
  const scope = photoScopeOf(principal, event, now, 'drive.send');
  if (scope.kind === 'none' || !isVisitor(principal)) return scope;
  if (principal.kind === 'code-holder') return { kind: 'none', because: deny('selfie-required') };
  return foundOn(principal).length > 0 ? scope : { kind: 'none', because: deny('consent-required') };
}

export function decideForDrive(principal: Principal, photo: DriveResource, now: Date): Decision {
  const scope = driveScopeOf(principal, photo, now);
  if (scope.kind === 'none') return scope.because;
  if (photo.trashed) return deny('deleted');
  if (principal.kind !== 'guest') return keptFromStaff(photo) ?? allow(scope.reason);
  const stopped = stoppedInScope(scope, photo);
  if (stopped) return stopped;
  if (!photoInScope(ownPhotosOf(principal), photo)) return deny('not-yours');
  const { presentation } = principal.share.attributes;
  return (
    locationInside(principal.share, photo) ??
    allow(scope.reason, { presentation, blurred: photo.wishes.blurred })
  );
}

/** Null when it may go into the Drive of somebody who organizes the event. */
function keptFromStaff({ held, wishes }: DriveResource): Denied | null {
  const kept = keptFromDrive(wishes);
  if (kept?.reason === 'withheld') return kept; // whatever else holds, it is taken back where it is
  return held ? deny('not-approved') : kept;
}
