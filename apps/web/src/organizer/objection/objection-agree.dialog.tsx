/** @module Agreeing to an objection: how its people are shown from then on, and what that does. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { objectionWishSchema, type Objection } from '@visage/contracts/objection.contract';
import { agreeToObjection } from '../../api/objection.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ChoiceField } from '../../ui/choice.field.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PersonEffect } from '../person/person.effect.js';

interface ObjectionAgreeProps {
  readonly eventId: string;
  readonly objection: Objection;
  readonly onClose: () => void;
}

export function ObjectionAgreeDialog({ eventId, objection, onClose }: ObjectionAgreeProps) {
  const wording = texts.objection;
  const [appearance, setAppearance] = useState(objection.wish);
  const queryClient = useQueryClient();
  const { busy, error, run } = useAction();
  const agree = (): void =>
    run(async () => {
      await agreeToObjection(eventId, objection.id, { appearance });
      await queryClient.invalidateQueries({ queryKey: ['event', eventId] });
      onClose();
    });
  return (
    <Dialog title={wording.agreeTitle} onClose={onClose}>
      <ChoiceField
        legend={texts.person.shownInPhotos}
        options={objectionWishSchema.options}
        labels={texts.person.appearance}
        hints={texts.person.appearanceHint}
        value={appearance}
        onChange={setAppearance}
      />
      {objection.people.map(({ id, name }) => (
        <PersonEffect key={id} personId={id} who={name} wish={{ appearance, seesOwn: false }} />
      ))}
      {objection.keeps ? <p className="soft">{wording.later}</p> : null}
      <ErrorNotice error={error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="primary" busy={busy} onClick={agree}>
          {wording.agree}
        </Button>
      </div>
    </Dialog>
  );
}
