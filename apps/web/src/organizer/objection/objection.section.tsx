/** @module Those who do not want to be shown in an event: the organizer sees whom it is about and what follows, and answers. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Objection } from '@visage/contracts/objection.contract';
import { declineObjection, listObjections, setObjections } from '../../api/objection.api.js';
import { formatMoment } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PersonFace } from '../person/person.face.js';
import { ObjectionAgreeDialog } from './objection-agree.dialog.js';

const objectionsQuery = (eventId: string) => ({
  queryKey: ['event', eventId, 'objections'],
  queryFn: () => listObjections(eventId),
});

/** @param waits whether this is where those stand that wait for an answer, near the top of the page, or the others */
export function ObjectionSection({ eventId, waits }: { eventId: string; waits: boolean }) {
  const { data, error } = useQuery(objectionsQuery(eventId));
  const queryClient = useQueryClient();
  const setting = useAction();
  const wording = texts.objection;
  const set = (withhold: boolean): void =>
    setting.run(async () => {
      queryClient.setQueryData(objectionsQuery(eventId).queryKey, await setObjections(eventId, { withhold }));
    });
  if (error) return waits ? <ErrorNotice error={error} /> : null;
  const waiting = data?.objections.filter(({ state }) => state === 'waiting').length ?? 0;
  if (!data || waiting > 0 !== waits) return null;
  return (
    <section aria-labelledby="objections-title" className="card stack">
      <div>
        <h2 id="objections-title">{wording.title(waiting)}</h2>
        <p className="soft">{data.objections.length === 0 ? wording.none : wording.hint}</p>
        {data.facesEnded && data.objections.length > 0 ? <p className="soft">{wording.ended}</p> : null}
      </div>
      {data.objections.length === 0 ? null : (
        <ul role="list" className="claims">
          {data.objections.map((objection) => (
            <ObjectionItem
              key={objection.id}
              eventId={eventId}
              objection={objection}
              facesEnded={data.facesEnded}
            />
          ))}
        </ul>
      )}
      <Check label={wording.withhold} hint={wording.withholdHint} checked={data.withhold} onChange={set} />
      <ErrorNotice error={setting.error} />
    </section>
  );
}

interface ObjectionItemProps {
  readonly eventId: string;
  readonly objection: Objection;
  readonly facesEnded: boolean;
}

function ObjectionItem({ eventId, objection, facesEnded }: ObjectionItemProps) {
  const [dialog, setDialog] = useState<'agree' | 'decline' | null>(null);
  const { people, faceIds, photosAtEnd, wish, state, answer, createdAt } = objection;
  const inNone = people.length + faceIds.length + photosAtEnd === 0;
  const wording = texts.objection;
  const close = (): void => setDialog(null);
  return (
    <li className="stack">
      <div className="row">
        {people.map(({ id, name, coverFaceId, photos }) => (
          <Link
            key={id}
            to="/events/$eventId/people/$personId"
            params={{ eventId, personId: id }}
            aria-label={texts.person.open(name ?? texts.person.unnamed, photos)}
          >
            <PersonFace faceId={coverFaceId} />
          </Link>
        ))}
        {faceIds.slice(0, SHOWN_FACES).map((faceId) => (
          <PersonFace key={faceId} faceId={faceId} />
        ))}
        <p>
          {inNone && !facesEnded ? wording.nobody : wording.asks[wish]}{' '}
          {photosAtEnd > 0 ? `${wording.atEnd(photosAtEnd)} ` : null}
          <span className="soft small">{formatMoment(createdAt)}</span>
        </p>
      </div>
      {state === 'waiting' ? (
        <div className="row">
          <Button icon="check" onClick={() => setDialog('agree')}>
            {wording.agree}
          </Button>
          <Button icon="close" onClick={() => setDialog('decline')}>
            {wording.decline}
          </Button>
        </div>
      ) : (
        <p className="soft">
          {wording.states[state]}
          {answer === null ? '' : ` · ${answer}`}
        </p>
      )}
      {dialog === 'agree' ? (
        <ObjectionAgreeDialog
          eventId={eventId}
          objection={objection}
          facesEnded={facesEnded}
          onClose={close}
        />
      ) : null}
      {dialog === 'decline' ? (
        <DeclineDialog eventId={eventId} objectionId={objection.id} onClose={close} />
      ) : null}
    </li>
  );
}

/** Of faces that are nobody's: enough to see who it is. */
const SHOWN_FACES = 6;

function DeclineDialog(props: { eventId: string; objectionId: string; onClose: () => void }) {
  const { eventId, objectionId, onClose } = props;
  const wording = texts.objection;
  const [answer, setAnswer] = useState('');
  const queryClient = useQueryClient();
  const { busy, error, run } = useAction();
  const decline = (): void =>
    run(async () => {
      await declineObjection(eventId, objectionId, { answer });
      await queryClient.invalidateQueries({ queryKey: ['event', eventId] });
      onClose();
    });
  return (
    <Dialog title={wording.declineTitle} onClose={onClose}>
      <p>{wording.declineHint}</p>
      <Field
        label={wording.answer}
        required
        maxLength={1000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <ErrorNotice error={error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="danger" busy={busy} disabled={answer.trim() === ''} onClick={decline}>
          {wording.decline}
        </Button>
      </div>
    </Dialog>
  );
}
