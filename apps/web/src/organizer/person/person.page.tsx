/** @module One person: their face, their name, their photos. */
import './person.css';
import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Person } from '@visage/contracts/person.contract';
import { getPerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { Gallery } from '../event/gallery.js';
import { PersonErase } from './person.erase.js';
import { PersonFace } from './person.face.js';
import { PersonFaces } from './person.faces.js';
import { PersonName } from './person.name.js';
import { PersonShownDialog } from './person.shown.dialog.js';
import { shownWords } from './person.shown.words.js';

export function PersonRoute() {
  const { eventId, personId } = useParams({ from: '/organizer/events/$eventId/people/$personId' });
  const { photo } = useSearch({ from: '/organizer/events/$eventId/people/$personId' });
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
      <EventBackLink eventId={eventId} />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {person ? (
        <>
          <header className="person-head">
            <PersonFace faceId={person.coverFaceId} />
            <div className="person-head-text">
              <PersonName key={person.id} eventId={eventId} person={person} />
              <p className="soft">
                {texts.person.inPhotos(person.photos, person.faces)}
                {shownWords(person).map((words) => ` · ${words}`)}
              </p>
            </div>
            <PersonShown eventId={eventId} person={person} />
          </header>
          <Gallery
            eventId={eventId}
            label={texts.person.photosOf(name)}
            filter={filter}
            photoId={photo ?? null}
            empty={<p className="empty soft">{texts.person.noPhotos}</p>}
          />
          <PersonFaces key={person.id} eventId={eventId} person={person} />
        </>
      ) : error === null ? (
        <Loading />
      ) : null}
    </>
  );
}

function PersonShown({ eventId, person }: { eventId: string; person: Person }) {
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button icon="hide" onClick={() => setAsking(true)}>
        {texts.person.shown}
      </Button>
      <PersonErase eventId={eventId} person={person} />
      {asking ? (
        <PersonShownDialog eventId={eventId} person={person} onClose={() => setAsking(false)} />
      ) : null}
    </div>
  );
}
