/** @module Whose event it is, if it is not one's own. */
import type { Event } from '@visage/contracts/event.contract';
import { texts } from '../../texts/texts.js';

export function EventPartLine({ event: { part, ownerName } }: { event: Event }) {
  if (part === 'owner' || ownerName === null) return null;
  const { youHelp, eventOf } = texts.collaborator;
  return <p className="soft small">{part === 'collaborator' ? youHelp(ownerName) : eventOf(ownerName)}</p>;
}
