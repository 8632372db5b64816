/** @module All people of an event, to be merged and hidden. */
import './person.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
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
import { hiddenPeopleQuery, peopleQuery } from '../event/event.query.js';
import { useProgress } from '../event/progress.hook.js';
import { MergeNameDialog } from './merge.name.dialog.js';
import { MorePeople } from './more.people.js';
import { NoPeople } from './people.strip.js';
import { usePersonEdit } from './person.edit.hook.js';
import { shownWords } from './person.shown.words.js';
import { PersonFace } from './person.face.js';
import { PersonHistory } from './person.history.js';

export function PeopleRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/people' });
  const [withHidden, setWithHidden] = useState(false);
  const query = useInfiniteQuery(peopleQuery(eventId, withHidden ? {} : { shelf: 'listed' }));
  const { data: hidden = 0 } = useQuery(hiddenPeopleQuery(eventId));
  const { data, error, refetch } = query;
  useProgress(eventId);
  useTitle(texts.people.title);
  return (
    <>
      <EventBackLink eventId={eventId} />
      <h1>{texts.people.title}</h1>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {hidden > 0 ? (
        <label className="check">
          <input type="checkbox" checked={withHidden} onChange={() => setWithHidden(!withHidden)} />
          {texts.people.showHidden(hidden)}
        </label>
      ) : null}
      {data ? (
        <PeopleEditor eventId={eventId} people={data.people} hidden={hidden} />
      ) : error === null ? (
        <Loading />
      ) : null}
      <MorePeople query={query} />
      <PersonHistory eventId={eventId} />
    </>
  );
}

function PeopleEditor({
  eventId,
  people,
  hidden,
}: {
  eventId: string;
  people: readonly Person[];
  hidden: number;
}) {
  const choice = useSelection();
  if (people.length === 0) return hidden > 0 ? null : <NoPeople eventId={eventId} />;
  return (
    <>
      <p className="soft">{texts.people.hint}</p>
      <PeopleToolbar eventId={eventId} people={people} choice={choice} />
      <ul role="list" className="people-grid" aria-label={texts.people.title}>
        {people.map((person) => (
          <PersonTile key={person.id} eventId={eventId} person={person} choice={choice} />
        ))}
      </ul>
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
  const names = [...new Set(chosen.flatMap(({ name }) => name ?? []))];
  const [asking, setAsking] = useState(false);
  const merge = (name?: string): void =>
    run(async () => {
      if (into) await mergePeople(into.id, { personIds: others, ...(name !== undefined && { name }) });
      setAsking(false);
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
      <Button
        look="primary"
        disabled={chosen.length < 2}
        busy={busy}
        onClick={() => (names.length > 1 ? setAsking(true) : merge())}
      >
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
      {asking ? (
        <MergeNameDialog
          names={names}
          busy={busy}
          error={error}
          onChoose={merge}
          onClose={() => setAsking(false)}
        />
      ) : (
        <ErrorNotice error={error} />
      )}
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
        {shownWords(person).join(', ') || texts.amounts.photos(person.photos)}
      </span>
    </li>
  );
}
