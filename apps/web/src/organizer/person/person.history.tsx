/** @module What was changed about people, and taking the last change back. */
import { useQuery } from '@tanstack/react-query';
import type { PersonEdit } from '@visage/contracts/person.contract';
import { undoPersonEdit } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { personEditsQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';

export function PersonHistory({ eventId }: { eventId: string }) {
  const { data } = useQuery(personEditsQuery(eventId));
  const { busy, error, run } = usePersonEdit(eventId);
  const edits = data?.edits ?? [];
  const last = edits.find((edit) => edit.undoneAt === null);
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
                {texts.people.by(edit.by, edit.createdAt)}
                {edit.undoneAt === null ? '' : ` · ${texts.people.undone}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
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
    case 'hide':
    case 'show':
    case 'cover':
      return texts.people.edit[kind](who);
  }
}
