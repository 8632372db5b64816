/** @module "I'm in this one": the guest taps their face, or draws a box around it if none was found. */
import { type KeyboardEvent, type PointerEvent, useCallback, useRef, useState } from 'react';
import type { GuestPhoto, PhotoClaim } from '@visage/contracts/guest.contract';
import { listPhotoFaces } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import {
  boxBetween,
  type ClaimBox,
  CORNERS,
  moveBox,
  moveCorner,
  pixelsOf,
  type Spot,
  START,
  stepOfArrow,
} from './claim.box.js';
import { FaceButton, FaceOverlay, usePhotoFaces } from './face.overlay.js';
import type { Person } from './guest.family.js';

interface ClaimOverlayProps {
  readonly token: string;
  readonly photo: GuestPhoto;
  /** Whose face it is. */
  readonly about: Person;
  readonly onClaim: (claim: PhotoClaim) => Promise<void>;
  readonly onCancel: () => void;
}

export function ClaimOverlay({ token, photo, about, onClaim, onCancel }: ClaimOverlayProps) {
  const { of, name } = about;
  const load = useCallback(() => listPhotoFaces(token, photo.id, { of }), [token, photo.id, of]);
  const { faces, failure } = usePhotoFaces(load);
  const [drawn, setDrawn] = useState<ClaimBox | null>(null);
  const box = drawn ?? (faces?.length === 0 ? START : null);
  const claiming = useAction();
  const claim = (input: PhotoClaim): void => claiming.run(() => onClaim(input));
  const wording = texts.guest.correct;
  return (
    <FaceOverlay
      label={wording.me(name)}
      hint={faces?.length === 0 ? wording.noFaces(name) : box ? wording.draw(name) : wording.which(name)}
      faces={faces}
      failure={failure}
      error={claiming.error}
      actions={
        <>
          {box ? (
            <Button
              look="primary"
              busy={claiming.busy}
              onClick={() => claim({ box: pixelsOf(box, photo.width ?? 0, photo.height ?? 0) })}
            >
              {wording.confirm(name)}
            </Button>
          ) : (
            <Button className="viewer-button" disabled={faces === null} onClick={() => setDrawn(START)}>
              {wording.other(name)}
            </Button>
          )}
          <Button className="viewer-button" disabled={claiming.busy} onClick={onCancel}>
            {texts.common.cancel}
          </Button>
        </>
      }
    >
      {box ? (
        <DrawnBox box={box} label={wording.box(name)} onChange={setDrawn} />
      ) : (
        faces?.map((face, index) => (
          <FaceButton
            key={face.id}
            photo={photo}
            face={face}
            label={wording.face(index + 1, faces.length, name)}
            disabled={claiming.busy}
            onClick={() => claim({ faceId: face.id })}
          />
        ))
      )}
    </FaceOverlay>
  );
}

/** What a pointer or a key is moving: the whole box, or a corner. */
type Change = (box: ClaimBox, by: Spot) => ClaimBox;

interface DrawnBoxProps {
  readonly box: ClaimBox;
  readonly label: string;
  readonly onChange: (box: ClaimBox) => void;
}

function DrawnBox({ box, label, onChange }: DrawnBoxProps) {
  const ref = useRef<HTMLDivElement>(null);
  const drag = useRef<{ from: Spot; start: ClaimBox; change: Change } | null>(null);
  const spotOf = ({ clientX, clientY }: PointerEvent): Spot => {
    const area = ref.current?.getBoundingClientRect();
    return area
      ? { x: (clientX - area.left) / area.width, y: (clientY - area.top) / area.height }
      : { x: 0, y: 0 };
  };
  const take =
    (change: Change | null) =>
    (event: PointerEvent): void => {
      event.stopPropagation();
      const from = spotOf(event);
      ref.current?.setPointerCapture(event.pointerId);
      // outside the box a new one begins
      drag.current = {
        from,
        start: box,
        change: change ?? ((_box, by) => boxBetween(from, { x: from.x + by.x, y: from.y + by.y })),
      };
    };
  const follow = (event: PointerEvent): void => {
    if (drag.current === null) return;
    const { from, start, change } = drag.current;
    const { x, y } = spotOf(event);
    onChange(change(start, { x: x - from.x, y: y - from.y }));
  };
  const byKey =
    (change: Change) =>
    (event: KeyboardEvent): void => {
      const by = stepOfArrow(event.key, event.shiftKey);
      if (by === null) return;
      event.preventDefault();
      onChange(change(box, by));
    };
  const end = (): void => void (drag.current = null);
  return (
    <div
      ref={ref}
      className="claim-area"
      onPointerDown={take(null)}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <div className="claim-box" style={{ '--x': box.x, '--y': box.y, '--w': box.w, '--h': box.h }}>
        <button
          type="button"
          className="claim-move"
          aria-label={label}
          onPointerDown={take(moveBox)}
          onKeyDown={byKey(moveBox)}
        />
        {CORNERS.map((corner) => {
          const change: Change = (from, by) => moveCorner(from, corner, by);
          return (
            <button
              key={corner}
              type="button"
              className="claim-corner"
              data-corner={corner}
              aria-label={texts.guest.correct.corners[corner]}
              onPointerDown={take(change)}
              onKeyDown={byKey(change)}
            />
          );
        })}
      </div>
    </div>
  );
}
