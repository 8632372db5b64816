/** @module Agreeing to an objection: how its people are shown from then on, and what that does. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  objectionWishSchema,
  type Objection,
  type ObjectionWish,
} from '@visage/contracts/objection.contract';
import { agreeToObjection } from '../../api/objection.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ChoiceField } from '../../ui/choice.field.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PersonFace } from '../person/person.face.js';
import { PersonEffect } from '../person/person.effect.js';

interface ObjectionAgreeProps {
  readonly eventId: string;
  readonly objection: Objection;
  /** Nobody is blurred any more. */
  readonly facesEnded: boolean;
  readonly onClose: () => void;
}

export function ObjectionAgreeDialog({ eventId, objection, facesEnded, onClose }: ObjectionAgreeProps) {
  const wording = texts.objection;
  const [appearance, setAppearance] = useState<ObjectionWish>(facesEnded ? 'withheld' : objection.wish);
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
        options={facesEnded ? ['withheld'] : objectionWishSchema.options}
        labels={texts.person.appearance}
        hints={texts.person.appearanceHint}
        value={appearance}
        onChange={setAppearance}
      />
      {facesEnded ? <p>{wording.agreeEnded(objection.photosAtEnd)}</p> : null}
      <ul role="list" className="claims">
        {objection.people.map(({ id, name, coverFaceId, photos }) => (
          <li key={id} className="row">
            <PersonFace faceId={coverFaceId} />
            <div className="claim-text">
              <strong>{texts.person.open(name ?? texts.person.unnamed, photos)}</strong>
              <PersonEffect personId={id} wish={{ appearance, seesOwn: false }} />
            </div>
          </li>
        ))}
        {objection.faceIds.map((faceId) => (
          <li key={faceId} className="row">
            <PersonFace faceId={faceId} />
            <p>{texts.photo.faceAlone}</p>
          </li>
        ))}
      </ul>
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
