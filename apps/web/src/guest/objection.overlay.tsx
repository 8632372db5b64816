/** @module "I do not want to be shown here", said of faces in the photo that is open. */
import { useCallback, useState } from 'react';
import type { GuestPhoto, GuestWelcome } from '@visage/contracts/guest.contract';
import type { MadeObjection, ObjectionWish } from '@visage/contracts/objection.contract';
import { listFacesToObject, objectByFaces } from '../api/objection.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { toggled } from '../ui/selection.hook.js';
import { FaceButton, FaceOverlay, usePhotoFaces } from './face.overlay.js';

interface ObjectionOverlayProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly photo: GuestPhoto;
  readonly onMade: (made: MadeObjection) => void;
  readonly onCancel: () => void;
}

export function ObjectionOverlay({ token, welcome, photo, onMade, onCancel }: ObjectionOverlayProps) {
  const wording = texts.guest.object;
  const load = useCallback(() => listFacesToObject(token, photo.id), [token, photo.id]);
  const { faces, failure } = usePhotoFaces(load);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const sending = useAction();
  const ended = welcome.faceSearch === 'ended';
  const hint = ended
    ? wording.facesEnded(welcome.controller)
    : faces?.length === 0
      ? wording.noFaces
      : wording.tap;
  const object = (wish: ObjectionWish) => (): void =>
    sending.run(async () => {
      onMade(await objectByFaces(token, { wish, photoId: photo.id, faceIds: [...chosen] }));
    });
  return (
    <FaceOverlay
      label={wording.title}
      hint={hint}
      faces={faces}
      failure={failure}
      error={sending.error}
      actions={
        <>
          {ended ? null : (
            <>
              <Button
                look="primary"
                busy={sending.busy}
                disabled={chosen.size === 0}
                onClick={object('withheld')}
              >
                {wording.tapWithheld}
              </Button>
              <Button
                className="viewer-button"
                disabled={chosen.size === 0 || sending.busy}
                onClick={object('blurred')}
              >
                {wording.tapBlurred}
              </Button>
            </>
          )}
          <Button className="viewer-button" disabled={sending.busy} onClick={onCancel}>
            {texts.common.cancel}
          </Button>
        </>
      }
    >
      {faces?.map((face, index) => (
        <FaceButton
          key={face.id}
          photo={photo}
          face={face}
          label={wording.face(index + 1, faces.length)}
          pressed={chosen.has(face.id)}
          disabled={sending.busy}
          onClick={() => setChosen(toggled(chosen, face.id))}
        />
      ))}
    </FaceOverlay>
  );
}
