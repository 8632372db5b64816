/** @module One photo of a grid. */
import { memo, useState } from 'react';
import type { PhotoState } from '@visage/contracts/photo.contract';
import { thumbnailUrl } from '../api/photo.api.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icon.js';

export interface GridPhoto {
  readonly id: string;
  readonly fileName: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Absent if only finished photos are listed. */
  readonly state?: PhotoState;
  /** It came since whoever looks was here last. */
  readonly fresh?: boolean;
}

interface PhotoTileProps {
  readonly photo: GridPhoto;
  /** Place in the grid, in pixels. */
  readonly start: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Counted from 1. */
  readonly position: number;
  /** Photos in the grid, including those not fetched yet. */
  readonly total: number;
  /** The Tab key reaches this one. */
  readonly reached: boolean;
  /** Undefined while a press opens the photo instead of selecting it. */
  readonly selected: boolean | undefined;
  readonly onPress: (photoId: string) => void;
}

export const PhotoTile = memo(function PhotoTile(props: PhotoTileProps) {
  const { photo, start, top, width, height, position, total, reached, selected, onPress } = props;
  const [broken, setBroken] = useState(false);
  const { state } = photo;
  const pending = state === 'received';
  const instead = pending
    ? texts.photo.processing
    : state === 'failed'
      ? texts.photo.failed
      : broken
        ? photo.fileName
        : null;
  const plain =
    selected === undefined ? texts.photo.open(photo.fileName) : texts.photo.select(photo.fileName);
  const name = photo.fresh === true ? `${plain} (${texts.photo.fresh})` : plain;
  return (
    <li
      className="photo-tile"
      style={{
        '--start': `${start}px`,
        '--top': `${top}px`,
        '--width': `${width}px`,
        '--height': `${height}px`,
      }}
      aria-posinset={position}
      aria-setsize={total}
    >
      <button
        type="button"
        className="photo-tile-button"
        aria-label={instead === null || name.includes(instead) ? name : `${name}: ${instead}`}
        aria-pressed={selected}
        tabIndex={reached ? 0 : -1}
        data-photo-id={photo.id}
        onClick={() => onPress(photo.id)}
      >
        {instead !== null ? (
          <span className="photo-tile-blank">
            {pending ? (
              <span className="spinner" aria-hidden="true" />
            ) : (
              <Icon name={broken ? 'image' : 'alert'} />
            )}
            <span>{instead}</span>
          </span>
        ) : (
          <img
            src={thumbnailUrl(photo.id)}
            alt=""
            loading="lazy"
            decoding="async"
            onError={() => setBroken(true)}
          />
        )}
        {photo.fresh === true ? <span className="photo-tile-fresh">{texts.photo.fresh}</span> : null}
        {selected === undefined ? null : (
          <span className="photo-tile-mark">{selected ? <Icon name="check" /> : null}</span>
        )}
      </button>
    </li>
  );
});
