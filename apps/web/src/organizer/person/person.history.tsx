/** @module What was changed about people, and undoing the last change. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { GUEST_EDIT_KINDS, type PersonEdit, type UndonePersonEdit } from '@visage/contracts/person.contract';
import { answerPersonEdit, foreseeUndo, undoPersonEdit } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { personEditsQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';

export function PersonHistory({ eventId }: { eventId: string }) {
  const { data } = useQuery(personEditsQuery(eventId));
  const { busy, error, run } = usePersonEdit(eventId);
  const edits = data?.edits ?? [];
  const last = edits.find((edit) => edit.undoneAt === null && !isGuests(edit));
  return (
    <section aria-labelledby="history-title">
      <div className="section-head">
        <h2 id="history-title">{texts.people.history}</h2>
        <Button
          icon="retry"
          disabled={last === undefined}
          busy={busy}
          onClick={() =>
            run(async () => {
              await undoPersonEdit(eventId);
            })
          }
        >
          {texts.people.undo}
        </Button>
      </div>
      <ErrorNotice error={error} />
      {edits.length === 0 ? (
        <p className="soft">{texts.people.noHistory}</p>
      ) : (
        <ol role="list" className="history">
          {edits.map((edit) => (
            <li key={edit.id} className={edit.undoneAt === null ? undefined : 'history-undone'}>
              <span>{sentenceOf(edit)}</span>
              <span className="soft small">
                {texts.people.by(edit.by ?? (isGuests(edit) ? texts.people.guest : null), edit.createdAt)}
                {edit.undoneAt === null ? '' : ` · ${texts.people.undone}`}
              </span>
              <PersonEditTools eventId={eventId} edit={edit} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const isGuests = ({ kind }: PersonEdit): boolean => GUEST_EDIT_KINDS.some((guests) => guests === kind);

/** Any correction can be undone; who would not get all of it back is asked first. */
function PersonEditTools({ eventId, edit }: { eventId: string; edit: PersonEdit }) {
  const { busy, error, run } = usePersonEdit(eventId);
  const [foreseen, setForeseen] = useState<Pick<UndonePersonEdit, 'back' | 'stays'> | null>(null);
  const undo = (): void =>
    run(async () => {
      await answerPersonEdit(eventId, edit.id, 'undo');
      setForeseen(null);
    });
  const ask = (): void =>
    run(async () => {
      const { back, stays } = await foreseeUndo(eventId, edit.id);
      if (stays > 0) setForeseen({ back, stays });
      else await answerPersonEdit(eventId, edit.id, 'undo');
    });
  return (
    <span className="row">
      {edit.photoId === null ? null : (
        <Link to="/events/$eventId" params={{ eventId }} search={{ photo: edit.photoId }}>
          {texts.people.openPhoto}
        </Link>
      )}
      {edit.undoneAt === null ? (
        <Button
          look="quiet"
          busy={busy}
          onClick={ask}
          aria-label={`${texts.people.undo}: ${sentenceOf(edit)}`}
        >
          {texts.people.undo}
        </Button>
      ) : null}
      {foreseen === null ? (
        <ErrorNotice error={error} />
      ) : (
        <ConfirmDialog
          title={texts.people.undoTitle}
          warning={texts.people.undoPartly(foreseen.back, foreseen.stays)}
          action={texts.people.undo}
          busy={busy}
          error={error}
          onConfirm={undo}
          onClose={() => setForeseen(null)}
        />
      )}
    </span>
  );
}

function sentenceOf({ kind, name, newName, count }: PersonEdit): string {
  const who = name ?? texts.person.unnamed;
  switch (kind) {
    case 'name':
      return texts.people.edit.name(name, newName);
    case 'merge':
      return texts.people.edit.merge(newName ?? who, count);
    case 'part':
      return texts.people.edit.part(who, count);
    case 'notMe':
      return texts.people.edit.notMe(name);
    case 'mine':
      return texts.people.edit.mine;
    case 'hide':
    case 'show':
    case 'withhold':
    case 'blur':
    case 'reveal':
    case 'cover':
      return texts.people.edit[kind](who);
  }
}
