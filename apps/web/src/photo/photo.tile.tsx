/** @module One photo of a grid. */
import { memo, useState } from 'react';
import type { PhotoState } from '@visage/contracts/photo.contract';
import { thumbnailUrl } from '../api/photo.api.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icon.js';
import { tileRatioOf } from './photo.ratio.js';

export interface GridPhoto {
  readonly id: string;
  readonly fileName: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Absent where only finished photos are listed. */
  readonly state?: PhotoState;
}

interface PhotoTileProps {
  readonly photo: GridPhoto;
  /** Undefined while a press opens the photo instead of selecting it. */
  readonly selected: boolean | undefined;
  readonly onPress: (photoId: string) => void;
}

export const PhotoTile = memo(function PhotoTile({ photo, selected, onPress }: PhotoTileProps) {
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
  const name = selected === undefined ? texts.photo.open(photo.fileName) : texts.photo.select(photo.fileName);
  return (
    <li className="photo-tile" style={{ '--ratio': tileRatioOf(photo) }}>
      <button
        type="button"
        className="photo-tile-button"
        aria-label={instead === null || name.includes(instead) ? name : `${name}: ${instead}`}
        aria-pressed={selected}
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
        {selected === undefined ? null : (
          <span className="photo-tile-mark">{selected ? <Icon name="check" /> : null}</span>
        )}
      </button>
    </li>
  );
});
