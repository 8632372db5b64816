/** @module Faces in the photo that is open, to be tapped, above a bar that says what for. */
import './claim.css';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { GuestFaces, GuestPhoto } from '@visage/contracts/guest.contract';
import { texts } from '../texts/texts.js';
import { ErrorNotice } from '../ui/notice.js';

type PhotoFace = GuestFaces['faces'][number];

interface PhotoFaces {
  /** From left to right; null until they are there. */
  readonly faces: readonly PhotoFace[] | null;
  readonly failure: unknown;
}

/** @param load the same function as long as it is about the same faces */
export function usePhotoFaces(load: () => Promise<GuestFaces>): PhotoFaces {
  const [faces, setFaces] = useState<readonly PhotoFace[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    let current = true;
    load().then(
      // a keyboard visits them in the order they are seen
      ({ faces: found }) => current && setFaces([...found].sort((a, b) => a.box[0] - b.box[0])),
      (error: unknown) => current && setFailure(error),
    );
    return () => {
      current = false;
    };
  }, [load]);
  return { faces, failure };
}

const keepToItself = (event: SyntheticEvent): void => event.stopPropagation();

interface FaceOverlayProps extends PhotoFaces {
  readonly label: string;
  /** What to do, once the faces are there. */
  readonly hint: string;
  /** Of what was done with them. */
  readonly error: unknown;
  readonly actions: ReactNode;
  /** What lies over the picture. */
  readonly children: ReactNode;
}

export function FaceOverlay({ label, hint, faces, failure, error, actions, children }: FaceOverlayProps) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => bar.current?.focus(), []);
  return (
    // swipes and arrow keys are for what is here, not for the next photo
    <div className="claim" onTouchStart={keepToItself} onTouchEnd={keepToItself} onKeyDown={keepToItself}>
      {children}
      <div ref={bar} className="claim-bar" role="group" aria-label={label} tabIndex={-1}>
        <p role="status">{faces === null && failure === null ? texts.common.loading : hint}</p>
        <ErrorNotice error={error ?? failure} />
        <div className="row">{actions}</div>
      </div>
    </div>
  );
}

interface FaceButtonProps {
  readonly photo: GuestPhoto;
  readonly face: PhotoFace;
  readonly label: string;
  /** Absent where a tap is all that is said. */
  readonly pressed?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

export function FaceButton({ photo, face, label, pressed, disabled, onClick }: FaceButtonProps) {
  const [x, y, w, h] = face.box;
  const [width, height] = [photo.width ?? 0, photo.height ?? 0];
  return (
    <button
      type="button"
      className="claim-face"
      style={{ '--x': x / width, '--y': y / height, '--w': w / width, '--h': h / height }}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    />
  );
}
