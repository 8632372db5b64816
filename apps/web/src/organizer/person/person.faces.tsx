/** @module The faces of a person, to take out those of somebody else and to choose the cover. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '@visage/contracts/person.contract';
import { splitPerson, updatePerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { useSelection } from '../../ui/selection.hook.js';
import { personFacesQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';
import { PersonFace } from './person.face.js';

/** More are shown on request: a bride has a thousand. */
const FACES_SHOWN = 60;

export function PersonFaces({ eventId, person }: { eventId: string; person: Person }) {
  const { data } = useQuery(personFacesQuery(eventId, person.id));
  const { busy, error, run } = usePersonEdit(eventId);
  const [limit, setLimit] = useState(FACES_SHOWN);
  const { ids, toggle, end } = useSelection();
  const faces = data?.faces ?? [];
  const picked = faces.filter((face) => ids.has(face.id)).map((face) => face.id);
  const correct = (work: () => Promise<unknown>): void =>
    run(async () => {
      await work();
      end();
    });
  const [cover] = picked;
  return (
    <section aria-labelledby="faces-title">
      <h2 id="faces-title">{texts.person.facesTitle}</h2>
      <p className="soft">{texts.person.facesHint}</p>
      <div className="toolbar" role="toolbar" aria-label={texts.person.facesTitle}>
        <Button
          disabled={picked.length === 0 || picked.length === faces.length}
          busy={busy}
          onClick={() => correct(() => splitPerson(person.id, { faceIds: picked }))}
        >
          {texts.person.part}
        </Button>
        <Button
          disabled={picked.length !== 1 || busy}
          onClick={() => correct(async () => cover && updatePerson(person.id, { coverFaceId: cover }))}
        >
          {texts.person.cover}
        </Button>
        {picked.length > 0 ? (
          <span className="soft small" role="status">
            {texts.person.chosen(picked.length)}
          </span>
        ) : null}
        <ErrorNotice error={error} />
      </div>
      <ul role="list" className="faces-grid" aria-label={texts.person.facesTitle}>
        {faces.slice(0, limit).map((face, index) => (
          <li key={face.id}>
            <label className="person-pick">
              <input
                type="checkbox"
                checked={ids.has(face.id)}
                onChange={() => toggle(face.id)}
                aria-label={texts.person.face(index + 1)}
              />
              <PersonFace faceId={face.id} />
            </label>
          </li>
        ))}
      </ul>
      {faces.length > limit ? (
        <Button look="quiet" onClick={() => setLimit(faces.length)}>
          {texts.person.moreFaces(faces.length - limit)}
        </Button>
      ) : null}
    </section>
  );
}
