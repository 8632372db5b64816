/** @module One photo of a grid. */
import { memo, useState } from 'react';
import type { PhotoState } from '@visage/contracts/photo.contract';
import { thumbnailUrl } from '../api/photo.api.js';
import { texts } from '../texts/en.js';
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
  readonly onOpen: (photoId: string) => void;
}

export const PhotoTile = memo(function PhotoTile({ photo, onOpen }: PhotoTileProps) {
  const [broken, setBroken] = useState(false);
  const { state } = photo;
  const pending = state === 'received';
  return (
    <li className="photo-tile" style={{ '--ratio': tileRatioOf(photo) }}>
      <button
        type="button"
        className="photo-tile-button"
        aria-label={texts.photo.open(photo.fileName)}
        data-photo-id={photo.id}
        onClick={() => onOpen(photo.id)}
      >
        {pending || broken || state === 'failed' ? (
          <span className="photo-tile-blank">
            {pending ? (
              <span className="spinner" aria-hidden="true" />
            ) : (
              <Icon name={broken ? 'image' : 'alert'} />
            )}
            <span>{pending ? texts.photo.processing : broken ? photo.fileName : texts.photo.failed}</span>
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
      </button>
    </li>
  );
});
