/** @module All people of an event, to be merged and hidden. */
import './person.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Person } from '@visage/contracts/person.contract';
import { mergePeople, updatePerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useSelection, type Selection } from '../../ui/selection.hook.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { peopleQuery } from '../event/event.query.js';
import { useProgress } from '../event/progress.hook.js';
import { usePersonEdit } from './person.edit.hook.js';
import { PersonFace } from './person.face.js';
import { PersonHistory } from './person.history.js';

export function PeopleRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/people' });
  const { data, error, refetch } = useQuery(peopleQuery(eventId));
  useProgress(eventId);
  useTitle(texts.people.title);
  return (
    <>
      <EventBackLink eventId={eventId} />
      <h1>{texts.people.title}</h1>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data ? <PeopleEditor eventId={eventId} people={data.people} /> : error === null ? <Loading /> : null}
    </>
  );
}

function PeopleEditor({ eventId, people }: { eventId: string; people: readonly Person[] }) {
  const [withHidden, setWithHidden] = useState(false);
  const choice = useSelection();
  const hidden = people.filter((person) => person.hidden).length;
  const shown = people.filter((person) => withHidden || !person.hidden);
  if (people.length === 0) return <p className="soft">{texts.event.noPeople}</p>;
  return (
    <>
      <p className="soft">{texts.people.hint}</p>
      <PeopleToolbar eventId={eventId} people={shown} choice={choice} />
      {hidden > 0 ? (
        <label className="check">
          <input type="checkbox" checked={withHidden} onChange={() => setWithHidden(!withHidden)} />
          {texts.people.showHidden(hidden)}
        </label>
      ) : null}
      <ul role="list" className="people-grid" aria-label={texts.people.title}>
        {shown.map((person) => (
          <PersonTile key={person.id} eventId={eventId} person={person} choice={choice} />
        ))}
      </ul>
      <PersonHistory eventId={eventId} />
    </>
  );
}

function PeopleToolbar({
  eventId,
  people,
  choice,
}: {
  eventId: string;
  people: readonly Person[];
  choice: Selection;
}) {
  const { busy, error, run } = usePersonEdit(eventId);
  const chosen = people.filter((person) => choice.ids.has(person.id));
  // the one in most photos stays, unless only another has a name
  const into = chosen.find((person) => person.name !== null) ?? chosen[0];
  const others = chosen.filter((person) => person !== into).map((person) => person.id);
  const hides = chosen.some((person) => !person.hidden);
  const merge = (): void =>
    run(async () => {
      if (into) await mergePeople(into.id, { personIds: others });
      choice.end();
    });
  const setHidden = (): void =>
    run(async () => {
      for (const person of chosen)
        if (person.hidden !== hides) await updatePerson(person.id, { hidden: hides });
      choice.end();
    });
  return (
    <div className="toolbar" role="toolbar" aria-label={texts.people.title}>
      <Button look="primary" disabled={chosen.length < 2} busy={busy} onClick={merge}>
        {texts.people.merge(chosen.length)}
      </Button>
      <Button disabled={chosen.length === 0 || busy} onClick={setHidden}>
        {hides || chosen.length === 0 ? texts.person.hide : texts.person.show}
      </Button>
      {chosen.length > 0 ? (
        <>
          <Button look="quiet" onClick={choice.end}>
            {texts.person.clear}
          </Button>
          <span className="soft small" role="status">
            {texts.person.chosen(chosen.length)}
          </span>
        </>
      ) : null}
      <ErrorNotice error={error} />
    </div>
  );
}

function PersonTile({ eventId, person, choice }: { eventId: string; person: Person; choice: Selection }) {
  const name = person.name ?? texts.person.unnamed;
  return (
    <li className={person.hidden ? 'person-tile person-tile-hidden' : 'person-tile'}>
      <label className="person-pick">
        <input
          type="checkbox"
          checked={choice.ids.has(person.id)}
          onChange={() => choice.toggle(person.id)}
          aria-label={texts.people.choose(name, person.photos)}
        />
        <PersonFace faceId={person.coverFaceId} />
      </label>
      <Link
        to="/events/$eventId/people/$personId"
        params={{ eventId, personId: person.id }}
        className="person-tile-name"
        aria-label={texts.person.open(name, person.photos)}
      >
        {person.name ?? texts.people.unnamed}
      </Link>
      <span className="soft small">
        {person.hidden ? texts.person.hidden : texts.amounts.photos(person.photos)}
      </span>
    </li>
  );
}
