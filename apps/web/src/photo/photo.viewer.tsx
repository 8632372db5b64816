/** @module One photo on the whole screen: keys, swipes, download. Works above any list of photos. */
import './photo.viewer.css';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { originalUrl, previewUrl } from '../api/photo.api.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { ratioOf } from './photo.ratio.js';
import { stepOfKey, stepOfSwipe, stepTo, type ViewerStep } from './viewer.step.js';

export interface ViewerPhoto {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly takenAt: string | null;
  /** False: it is not given to whoever looks. */
  readonly original?: boolean;
}

interface PhotoViewerProps {
  /** The list to move through; contains the open photo. */
  readonly photos: readonly ViewerPhoto[];
  readonly photoId: string;
  /** Photos in the list, including those not fetched yet. */
  readonly total: number;
  /** True if the list continues after its last photo. */
  readonly hasMore: boolean;
  readonly canDownload: boolean;
  readonly onMove: (photoId: string) => void;
  readonly onClose: () => void;
  /** Called when the end of the list is near. */
  readonly onMore: () => void;
  /** Buttons of the page that opened the viewer. */
  readonly tools?: ReactNode;
  /** Drawn above the picture, in its own box. */
  readonly overlay?: ReactNode;
  /** Handles keys of the page that opened the viewer. */
  readonly onKey?: (key: string) => void;
}

/** When this many photos are left, more are fetched. */
const NEAR_END = 5;

const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

export function PhotoViewer(props: PhotoViewerProps) {
  const { photos, photoId, total, hasMore, canDownload, onMove, onClose, onMore, tools, overlay, onKey } =
    props;
  const ref = useRef<HTMLDialogElement>(null);
  const touch = useRef<{ x: number; y: number } | null>(null);
  const index = photos.findIndex((photo) => photo.id === photoId);
  const photo = photos[index];

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  useEffect(() => {
    if (hasMore && index >= photos.length - NEAR_END) onMore();
  }, [hasMore, index, photos.length, onMore]);

  useEffect(() => {
    for (const neighbour of [photos[index + 1], photos[index - 1]]) {
      if (neighbour) new Image().src = previewUrl(neighbour.id);
    }
  }, [photos, index]);

  if (photo === undefined) return null;

  const move = (step: ViewerStep): void => {
    const target = photos[stepTo(index, photos.length, step)];
    if (target && target.id !== photoId) onMove(target.id);
  };
  const handleKey = (event: KeyboardEvent<HTMLDialogElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onControl = event.target instanceof Element && event.target.closest('a, button') !== null;
    if (event.key === ' ' && onControl) return;
    const step = stepOfKey(event.key, isRightToLeft(event.currentTarget));
    if (step === null) return onKey?.(event.key);
    event.preventDefault();
    move(step);
  };

  return (
    <dialog
      ref={ref}
      className="viewer"
      aria-label={texts.photo.viewer}
      onKeyDown={handleKey}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onTouchStart={(event) => {
        const finger = event.touches.length === 1 ? event.touches[0] : undefined;
        touch.current = finger ? { x: finger.clientX, y: finger.clientY } : null;
      }}
      onTouchEnd={(event) => {
        const start = touch.current;
        const finger = event.changedTouches[0];
        if (start === null || finger === undefined) return;
        const swipe = stepOfSwipe(
          finger.clientX - start.x,
          finger.clientY - start.y,
          isRightToLeft(event.currentTarget),
        );
        if (swipe !== null) move(swipe);
      }}
    >
      <header className="viewer-head">
        <div className="viewer-caption" aria-live="polite">
          <p className="viewer-name">{photo.fileName}</p>
          <p className="viewer-facts">
            {texts.photo.position(index + 1, total)}
            <Facts photo={photo} />
            {canDownload && photo.original === false ? ` · ${texts.photo.originalStays}` : null}
          </p>
        </div>
        {tools}
        {canDownload && photo.original !== false ? (
          <a className="button viewer-button" href={originalUrl(photo.id)} download={photo.fileName}>
            <Icon name="download" />
            <span className="viewer-button-text">{texts.photo.download}</span>
          </a>
        ) : null}
        <Button className="viewer-button" icon="close" aria-label={texts.photo.close} onClick={onClose} />
      </header>
      <div className="viewer-stage">
        <ViewerPicture key={photo.id} photo={photo}>
          {overlay}
        </ViewerPicture>
      </div>
      <Button
        className="viewer-button viewer-previous"
        icon="back"
        aria-label={texts.photo.previous}
        disabled={index === 0}
        onClick={() => move('previous')}
      />
      <Button
        className="viewer-button viewer-next"
        icon="forward"
        aria-label={texts.photo.next}
        disabled={index === photos.length - 1}
        onClick={() => move('next')}
      />
    </dialog>
  );
}

function Facts({ photo }: { photo: ViewerPhoto }) {
  return (
    <>
      {photo.takenAt ? ` · ${texts.photo.takenAt(photo.takenAt)}` : null}
      {photo.width && photo.height
        ? ` · ${texts.photo.details(photo.width, photo.height, photo.bytes)}`
        : null}
    </>
  );
}

function ViewerPicture({ photo, children }: { photo: ViewerPhoto; children: ReactNode }) {
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  if (state === 'broken') return <p className="viewer-empty">{texts.photo.noPreview}</p>;
  return (
    <div className="viewer-frame" style={{ '--ratio': ratioOf(photo) }} data-state={state}>
      <img
        src={previewUrl(photo.id)}
        alt={photo.fileName}
        onLoad={() => setState('shown')}
        onError={() => setState('broken')}
      />
      {state === 'shown' ? children : null}
    </div>
  );
}
