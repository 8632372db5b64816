/** @module Those of an event who are in most photos, as a row of faces. */
import './person.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Person } from '@visage/contracts/person.contract';
import { texts } from '../../texts/texts.js';
import { formatDay } from '../../texts/format.js';
import { ErrorNotice } from '../../ui/notice.js';
import { peopleQuery } from '../event/event.query.js';
import { retentionQuery } from '../retention/retention.query.js';
import { PersonFace } from './person.face.js';

export function PeopleStrip({ eventId }: { eventId: string }) {
  const { data, error, refetch } = useInfiniteQuery(peopleQuery(eventId, { shelf: 'listed' }));
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  if (data.people.length === 0) return <NoPeople eventId={eventId} />;
  return (
    <ul role="list" className="people" aria-label={texts.event.peopleTitle}>
      {data.people.map((person) => (
        <PersonItem key={person.id} eventId={eventId} person={person} />
      ))}
    </ul>
  );
}

/** None yet, or none any more. */
export function NoPeople({ eventId }: { eventId: string }) {
  const endedAt = useQuery(retentionQuery(eventId)).data?.facesEndedAt ?? null;
  const { facesEnded } = texts.retention;
  return <p className="soft">{endedAt === null ? texts.event.noPeople : facesEnded(formatDay(endedAt))}</p>;
}

function PersonItem({ eventId, person }: { eventId: string; person: Person }) {
  return (
    <li>
      <Link
        className="person-link"
        to="/events/$eventId/people/$personId"
        params={{ eventId, personId: person.id }}
        aria-label={texts.person.open(person.name ?? texts.person.unnamed, person.photos)}
      >
        <PersonFace faceId={person.coverFaceId} />
        {person.name ? <span className="person-name">{person.name}</span> : null}
        <span className="soft small">{texts.amounts.photos(person.photos)}</span>
      </Link>
    </li>
  );
}
