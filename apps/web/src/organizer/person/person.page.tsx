/** @module One person: their face, their name, their photos. */
import './person.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { getPerson } from '../../api/person.api.js';
import { texts } from '../../texts/en.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { eventQuery } from '../event/event.query.js';
import { Gallery } from '../event/gallery.js';
import { PersonFace } from './person.face.js';
import { PersonName } from './person.name.js';

export function PersonRoute() {
  const { eventId, personId } = useParams({ from: '/organizer/events/$eventId/people/$personId' });
  const { photo } = useSearch({ from: '/organizer/events/$eventId/people/$personId' });
  const { data: event } = useQuery(eventQuery(eventId));
  const {
    data: person,
    error,
    refetch,
  } = useQuery({
    queryKey: ['event', eventId, 'people', personId],
    queryFn: () => getPerson(personId),
  });
  const filter = useMemo(() => ({ personId }), [personId]);
  useTitle(person ? (person.name ?? texts.person.unnamed) : undefined);
  const name = person?.name ?? texts.person.unnamed;
  return (
    <>
      <Link to="/events/$eventId" params={{ eventId }} className="back">
        <Icon name="back" />
        {event?.name ?? texts.event.back}
      </Link>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {person ? (
        <>
          <header className="person-head">
            <PersonFace faceId={person.coverFaceId} />
            <div className="person-head-text">
              <PersonName key={person.id} eventId={eventId} person={person} />
              <p className="soft">{texts.person.inPhotos(person.photos, person.faces)}</p>
            </div>
          </header>
          <Gallery
            eventId={eventId}
            label={texts.person.photosOf(name)}
            filter={filter}
            photoId={photo ?? null}
            empty={<p className="empty soft">{texts.person.noPhotos}</p>}
          />
        </>
      ) : error === null ? (
        <Loading />
      ) : null}
    </>
  );
}
