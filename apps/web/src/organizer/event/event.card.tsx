/** @module One event in the list, with a few of its pictures. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Event } from '@visage/contracts/event.contract';
import { thumbnailUrl } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { formatDay, wholePercent } from '../../texts/format.js';
import { Icon } from '../../ui/icon.js';
import { ProgressBar } from '../../ui/progress.bar.js';
import { EventPartLine } from './event.part-line.js';
import { coverQuery } from './event.query.js';

export function EventCard({ event }: { event: Event }) {
  const { progress } = event;
  const ended = progress.done + progress.failed;
  return (
    <li className="event-card">
      <EventCover eventId={event.id} ready={progress.done > 0} />
      <div className="event-card-text">
        <h2 className="event-card-name">
          <Link to="/events/$eventId" params={{ eventId: event.id }}>
            {event.name}
          </Link>
        </h2>
        <p className="soft small">{event.date ? formatDay(event.date) : texts.events.undated}</p>
        <EventPartLine event={event} />
        <p className="small">
          {progress.photos === 0
            ? texts.events.noPhotos
            : `${texts.amounts.photos(progress.photos)} · ${texts.amounts.people(progress.people)}`}
        </p>
        {progress.pending > 0 ? (
          <ProgressBar
            label={texts.events.working(ended, progress.photos)}
            percent={wholePercent(ended, progress.photos)}
          />
        ) : null}
      </div>
    </li>
  );
}

function EventCover({ eventId, ready }: { eventId: string; ready: boolean }) {
  const { data } = useQuery({ ...coverQuery(eventId), enabled: ready });
  const photos = data?.photos ?? [];
  return (
    <div className="event-cover" data-photos={photos.length}>
      {photos.length === 0 ? <Icon name="image" /> : null}
      {photos.map((photo) => (
        <img key={photo.id} src={thumbnailUrl(photo.id)} alt="" loading="lazy" decoding="async" />
      ))}
    </div>
  );
}
