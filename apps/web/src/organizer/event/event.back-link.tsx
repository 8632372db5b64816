/** @module The link from a page of an event back to the event. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts/texts.js';
import { Icon } from '../../ui/icon.js';
import { eventQuery } from './event.query.js';

export function EventBackLink({ eventId }: { eventId: string }) {
  const { data: event } = useQuery(eventQuery(eventId));
  return (
    <Link to="/events/$eventId" params={{ eventId }} className="back">
      <Icon name="back" />
      {event?.name ?? texts.event.back}
    </Link>
  );
}
