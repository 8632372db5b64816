/** @module The face that represents a person. */
import { useState } from 'react';
import { faceCropUrl } from '../../api/photo.api.js';
import { Icon } from '../../ui/icon.js';

export function PersonFace({ faceId }: { faceId: string | null }) {
  const [broken, setBroken] = useState(false);
  return (
    <span className="person-face">
      {faceId === null || broken ? (
        <Icon name="person" />
      ) : (
        <img
          src={faceCropUrl(faceId)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      )}
    </span>
  );
}
