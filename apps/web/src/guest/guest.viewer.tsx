/** @module The photo viewer of a guest, who can say there "that's not me" and "I'm in this one". */
import { lazy, Suspense, useEffect, useState } from 'react';
import type {
  GuestPhoto,
  GuestWelcome,
  PhotoClaim,
  PhotoClaimOutcome,
} from '@visage/contracts/guest.contract';
import { claimPhoto, disownPhoto } from '../api/guest.api.js';
import { PhotoViewer } from '../photo/photo.viewer.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { ErrorNotice } from '../ui/notice.js';

const ClaimOverlay = lazy(() =>
  import('./claim.overlay.js').then((module) => ({ default: module.ClaimOverlay })),
);

/** What a guest has just said about a photo. */
export interface GuestStatement {
  readonly photo: GuestPhoto;
  readonly said: 'notMe' | PhotoClaimOutcome['outcome'];
}

interface GuestViewerProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly photos: readonly GuestPhoto[];
  readonly photoId: string;
  readonly total: number;
  readonly hasMore: boolean;
  readonly onMove: (photoId: string) => void;
  readonly onClose: () => void;
  readonly onMore: () => void;
  readonly onStatement: (word: GuestStatement) => void;
}

export function GuestViewer({
  token,
  welcome,
  photos,
  photoId,
  onClose,
  onStatement: onSaid,
  ...walk
}: GuestViewerProps) {
  const [claiming, setClaiming] = useState(false);
  const disowning = useAction();
  useEffect(() => setClaiming(false), [photoId]);
  const photo = photos.find(({ id }) => id === photoId);
  if (photo === undefined) return null;
  const disown = (): void =>
    disowning.run(async () => {
      await disownPhoto(token, photo.id);
      onSaid({ photo, said: 'notMe' });
    });
  const claim = async (input: PhotoClaim): Promise<void> => {
    const { outcome } = await claimPhoto(token, photo.id, input);
    onSaid({ photo, said: outcome });
  };
  return (
    <PhotoViewer
      {...walk}
      photos={photos}
      photoId={photoId}
      canDownload={welcome.rights.original}
      onClose={claiming ? () => setClaiming(false) : onClose}
      tools={
        <div className="viewer-tools">
          <ErrorNotice error={disowning.error} />
          {photo.mine ? (
            <Button className="viewer-button" busy={disowning.busy} onClick={disown}>
              <Icon name="close" />
              {texts.guest.correct.notMe}
            </Button>
          ) : photo.claimWaits ? (
            <span className="viewer-facts">{texts.guest.correct.waits}</span>
          ) : mayClaim(welcome, photo) ? (
            <Button className="viewer-button" aria-pressed={claiming} onClick={() => setClaiming(!claiming)}>
              <Icon name="face" />
              {texts.guest.correct.me}
            </Button>
          ) : null}
        </div>
      }
      overlay={
        claiming ? (
          <Suspense fallback={null}>
            <ClaimOverlay token={token} photo={photo} onClaim={claim} onCancel={() => setClaiming(false)} />
          </Suspense>
        ) : null
      }
    />
  );
}

/** The server decides; this predicts its answer. */
function mayClaim({ scope, rights, consented }: GuestWelcome, { width, height }: GuestPhoto): boolean {
  return (
    consented &&
    scope !== 'own-photos' &&
    rights.selfie &&
    rights.preview &&
    width !== null &&
    height !== null
  );
}
