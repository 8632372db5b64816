/** @module How a person is shown: in lists of people, and to visitors in photos; with what it does, before it is done. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OBJECTION_ANSWER_MAX } from '@visage/contracts/objection.contract';
import {
  personAppearanceSchema,
  type Person,
  type PersonAppearance,
} from '@visage/contracts/person.contract';
import { updatePerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { ChoiceField } from '../../ui/choice.field.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { eventQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';
import { PersonEffect } from './person.effect.js';

interface PersonShownProps {
  readonly eventId: string;
  readonly person: Person;
  readonly onClose: () => void;
}

export function PersonShownDialog({ eventId, person, onClose }: PersonShownProps) {
  const { busy, error, run } = usePersonEdit(eventId);
  const [{ hidden, appearance, seesOwn }, setDraft] = useState(person);
  const { data: event } = useQuery(eventQuery(eventId));
  const [reason, setReason] = useState('');
  const { agreed } = person;
  const sorts = event?.part === 'collaborator';
  const isMore = (option: PersonAppearance): boolean => agreed !== null && showsMore(option, agreed);
  const set = (change: Partial<Person>): void => setDraft((draft) => ({ ...draft, ...change }));
  const save = (): void =>
    run(async () => {
      await updatePerson(person.id, {
        hidden,
        appearance,
        seesOwn: appearance === 'withheld' && seesOwn,
        ...(isMore(appearance) && { objectionAnswer: reason }),
      });
      onClose();
    });
  return (
    <Dialog title={texts.person.shownTitle} onClose={onClose}>
      {agreed === null ? null : (
        <p className="notice">{sorts ? texts.person.agreedByOrganizer : texts.person.agreed[agreed]}</p>
      )}
      <ChoiceField
        legend={texts.person.shownInPhotos}
        options={personAppearanceSchema.options.filter((option) => !(sorts && isMore(option)))}
        labels={texts.person.appearance}
        hints={texts.person.appearanceHint}
        value={appearance}
        onChange={(option) => set({ appearance: option })}
      />
      {isMore(appearance) ? (
        <>
          <p role="alert">{texts.person.takesAnswerBack}</p>
          <Field
            label={texts.person.takesAnswerBackWhy}
            required
            maxLength={OBJECTION_ANSWER_MAX}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      ) : null}
      {appearance === 'withheld' && !(sorts && agreed !== null) ? (
        <Check
          label={texts.person.seesOwn}
          hint={texts.person.seesOwnHint}
          checked={seesOwn}
          onChange={(checked) => set({ seesOwn: checked })}
        />
      ) : null}
      <Check
        label={texts.person.unlisted}
        hint={texts.person.unlistedHint}
        checked={hidden}
        onChange={(checked) => set({ hidden: checked })}
      />
      <PersonEffect
        personId={person.id}
        wish={{ appearance, seesOwn: appearance === 'withheld' && seesOwn }}
      />
      <ErrorNotice error={error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button
          look="primary"
          busy={busy}
          disabled={isMore(appearance) && reason.trim() === ''}
          onClick={save}
        >
          {texts.person.shownSave}
        </Button>
      </div>
    </Dialog>
  );
}

function showsMore(a: PersonAppearance, b: PersonAppearance): boolean {
  const { options } = personAppearanceSchema;
  return options.indexOf(a) < options.indexOf(b);
}
