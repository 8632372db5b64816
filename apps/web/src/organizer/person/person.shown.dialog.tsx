/** @module How a person is shown: in lists of people, and to visitors in photos; with what it does, before it is done. */
import { useState } from 'react';
import { personAppearanceSchema, type Person } from '@visage/contracts/person.contract';
import { updatePerson } from '../../api/person.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { ChoiceField } from '../../ui/choice.field.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
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
  const set = (change: Partial<Person>): void => setDraft((draft) => ({ ...draft, ...change }));
  const save = (): void =>
    run(async () => {
      await updatePerson(person.id, {
        hidden,
        appearance,
        seesOwn: appearance === 'withheld' && seesOwn,
      });
      onClose();
    });
  return (
    <Dialog title={texts.person.shownTitle} onClose={onClose}>
      <ChoiceField
        legend={texts.person.shownInPhotos}
        options={personAppearanceSchema.options}
        labels={texts.person.appearance}
        hints={texts.person.appearanceHint}
        value={appearance}
        onChange={(option) => set({ appearance: option })}
      />
      {appearance === 'withheld' ? (
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
        <Button look="primary" busy={busy} onClick={save}>
          {texts.person.shownSave}
        </Button>
      </div>
    </Dialog>
  );
}
