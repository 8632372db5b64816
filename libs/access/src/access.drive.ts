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
  type PhotoScope,
} from './access.filter.js';
import type { Principal } from './access.principal.js';
import { allow, deny, type Decision, type Denied } from './access.reason.js';
import type { DriveResource, InEvent } from './access.resource.js';

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
  const kept = keptHere(photo);
  if (kept) return kept;
  if (!photoInScope(scope, photo)) return deny('outside-scope');
  if (principal.kind !== 'guest') return allow(scope.reason);
  if (!photoInScope(ownPhotosOf(principal), photo)) return deny('not-yours');
  const { share } = principal;
  return locationInside(share, photo) ?? allow(scope.reason, share.attributes.presentation);
}

/** Null unless the photo leaves for nobody's Drive. */
function keptHere({ trashed, held, showsHidden }: DriveResource): Denied | null {
  if (trashed) return deny('deleted');
  if (showsHidden === true) return deny('shows-hidden');
  if (held) return deny('not-approved');
  return showsHidden === null ? deny('not-looked-at') : null;
}
