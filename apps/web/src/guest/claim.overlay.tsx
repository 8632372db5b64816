/** @module "I'm in this one": the guest taps their face, or draws a box around it if none was found. */
import './claim.css';
import {
  type KeyboardEvent,
  type PointerEvent,
  type SyntheticEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { GuestFaces, GuestPhoto, PhotoClaim } from '@visage/contracts/guest.contract';
import { listPhotoFaces } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
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
import type { Person } from './guest.family.js';

interface ClaimOverlayProps {
  readonly token: string;
  readonly photo: GuestPhoto;
  /** Whose face it is. */
  readonly about: Person;
  readonly onClaim: (claim: PhotoClaim) => Promise<void>;
  readonly onCancel: () => void;
}

const keepToItself = (event: SyntheticEvent): void => event.stopPropagation();

export function ClaimOverlay({ token, photo, about, onClaim, onCancel }: ClaimOverlayProps) {
  const [faces, setFaces] = useState<GuestFaces['faces'] | null>(null);
  const [box, setBox] = useState<ClaimBox | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const bar = useRef<HTMLDivElement>(null);
  const claiming = useAction();
  const [width, height] = [photo.width ?? 0, photo.height ?? 0];

  useEffect(() => {
    bar.current?.focus();
    let current = true;
    listPhotoFaces(token, photo.id, { of: about.of }).then(
      ({ faces: found }) => {
        if (!current) return;
        // a keyboard visits them in the order they are seen
        setFaces([...found].sort((a, b) => a.box[0] - b.box[0]));
        if (found.length === 0) setBox(START);
      },
      (error: unknown) => {
        if (current) setFailure(error);
      },
    );
    return () => {
      current = false;
    };
  }, [token, photo.id, about.of]);

  const claim = (input: PhotoClaim): void => claiming.run(() => onClaim(input));
  const hint =
    faces?.length === 0
      ? texts.guest.correct.noFaces(about.name)
      : box
        ? texts.guest.correct.draw(about.name)
        : texts.guest.correct.which(about.name);
  return (
    // swipes and arrow keys are for the box, not for the next photo
    <div className="claim" onTouchStart={keepToItself} onTouchEnd={keepToItself} onKeyDown={keepToItself}>
      {box ? (
        <DrawnBox box={box} label={texts.guest.correct.box(about.name)} onChange={setBox} />
      ) : (
        faces?.map(({ id, box: [x, y, w, h] }, index) => (
          <button
            key={id}
            type="button"
            className="claim-face"
            style={{ '--x': x / width, '--y': y / height, '--w': w / width, '--h': h / height }}
            aria-label={texts.guest.correct.face(index + 1, faces.length, about.name)}
            disabled={claiming.busy}
            onClick={() => claim({ faceId: id })}
          />
        ))
      )}
      <div
        ref={bar}
        className="claim-bar"
        role="group"
        aria-label={texts.guest.correct.me(about.name)}
        tabIndex={-1}
      >
        <p role="status">{faces === null && failure === null ? texts.common.loading : hint}</p>
        <ErrorNotice error={claiming.error ?? failure} />
        <div className="row">
          {box ? (
            <Button
              look="primary"
              busy={claiming.busy}
              onClick={() => claim({ box: pixelsOf(box, width, height) })}
            >
              {texts.guest.correct.confirm(about.name)}
            </Button>
          ) : (
            <Button className="viewer-button" disabled={faces === null} onClick={() => setBox(START)}>
              {texts.guest.correct.other(about.name)}
            </Button>
          )}
          <Button className="viewer-button" disabled={claiming.busy} onClick={onCancel}>
            {texts.common.cancel}
          </Button>
        </div>
      </div>
    </div>
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
