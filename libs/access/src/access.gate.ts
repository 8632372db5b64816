/** @module What is decided before the single photo or person is looked at: role and event, or the door of a share. */

import {
  closedShare,
  missingPassword,
  missingRight,
  notAdmitted,
  refusedGuest,
} from './access.attributes.js';
import type { Collaborator, Organizer, Staff, Visitor } from './access.principal.js';
import { allow, deny, type Decision, type Denied } from './access.reason.js';
import type { Action, InEvent } from './access.resource.js';

/** What a collaborator leaves to the organizer. */
const NOT_FOR_COLLABORATORS: ReadonlySet<Action> = new Set([
  'event.manage',
  'event.erase',
  'share.manage',
  'drive.send',
]);

export function decideForStaff(staff: Staff, action: Action, event: InEvent): Decision {
  switch (staff.kind) {
    case 'admin':
      return allow('admin');
    case 'organizer':
      return staff.userId === event.organizerId ? allow('organizer') : decideForHelper(staff, action, event);
    case 'collaborator':
      return decideForHelper(staff, action, event);
  }
}

function decideForHelper(
  { helpsWith }: Organizer | Collaborator,
  action: Action,
  { eventId }: InEvent,
): Decision {
  if (!helpsWith.includes(eventId)) return deny('not-your-event');
  return NOT_FOR_COLLABORATORS.has(action) ? deny('left-to-organizer') : allow('collaborator');
}

/** Null when a visitor may do this somewhere within the share's scope. */
export function stoppedAtDoor(
  visitor: Visitor,
  action: Action,
  { eventId }: InEvent,
  now: Date,
): Denied | null {
  const { share } = visitor;
  if (share.eventId !== eventId) return deny('other-event');
  const closed = closedShare(share, now);
  if (closed) return closed;
  // the welcome page is where password and consent are asked for, and nobody has to join what they object to
  if (action === 'event.open' || action === 'event.object') return null;
  return (
    missingPassword(share) ??
    refusedGuest(visitor) ??
    (action === 'event.join' ? null : notAdmitted(visitor)) ??
    missingRight(share, action)
  );
}
