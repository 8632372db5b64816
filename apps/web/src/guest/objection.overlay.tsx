/** @module "I do not want to be shown here", said of faces in the photo that is open. */
import './claim.css';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { GuestFaces, GuestPhoto } from '@visage/contracts/guest.contract';
import type { MadeObjection, ObjectionWish } from '@visage/contracts/objection.contract';
import { listFacesToObject, objectByFaces } from '../api/objection.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import { toggled } from '../ui/selection.hook.js';

interface ObjectionOverlayProps {
  readonly token: string;
  readonly photo: GuestPhoto;
  readonly onMade: (made: MadeObjection) => void;
  readonly onCancel: () => void;
}

const keepToItself = (event: SyntheticEvent): void => event.stopPropagation();

export function ObjectionOverlay({ token, photo, onMade, onCancel }: ObjectionOverlayProps) {
  const wording = texts.guest.object;
  const [faces, setFaces] = useState<GuestFaces['faces'] | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<unknown>(null);
  const bar = useRef<HTMLDivElement>(null);
  const sending = useAction();
  const [width, height] = [photo.width ?? 0, photo.height ?? 0];
  useEffect(() => {
    bar.current?.focus();
    let current = true;
    listFacesToObject(token, photo.id).then(
      // a keyboard visits them in the order they are seen
      ({ faces: found }) => current && setFaces([...found].sort((a, b) => a.box[0] - b.box[0])),
      (error: unknown) => current && setFailure(error),
    );
    return () => {
      current = false;
    };
  }, [token, photo.id]);
  const object = (wish: ObjectionWish) => (): void =>
    sending.run(async () => {
      onMade(await objectByFaces(token, { wish, photoId: photo.id, faceIds: [...chosen] }));
    });
  return (
    // swipes and arrow keys are for the faces, not for the next photo
    <div className="claim" onTouchStart={keepToItself} onTouchEnd={keepToItself} onKeyDown={keepToItself}>
      {faces?.map(({ id, box: [x, y, w, h] }, index) => (
        <button
          key={id}
          type="button"
          className="claim-face"
          style={{ '--x': x / width, '--y': y / height, '--w': w / width, '--h': h / height }}
          aria-label={wording.face(index + 1, faces.length)}
          aria-pressed={chosen.has(id)}
          disabled={sending.busy}
          onClick={() => setChosen(toggled(chosen, id))}
        />
      ))}
      <div ref={bar} className="claim-bar" role="group" aria-label={wording.title} tabIndex={-1}>
        <p role="status">
          {faces === null && failure === null
            ? texts.common.loading
            : faces?.length === 0
              ? wording.noFaces
              : wording.tap}
        </p>
        <ErrorNotice error={sending.error ?? failure} />
        <div className="row">
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
          <Button className="viewer-button" disabled={sending.busy} onClick={onCancel}>
            {texts.common.cancel}
          </Button>
        </div>
      </div>
    </div>
  );
}
