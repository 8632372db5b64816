/** @module The photo viewer of a guest, who can say there "that's not me" and "I'm in this one". */
import { lazy, Suspense, useEffect, useState } from 'react';
import type {
  GuestPhoto,
  GuestWelcome,
  PhotoClaim,
  PhotoClaimOutcome,
} from '@visage/contracts/guest.contract';
import type { MadeObjection } from '@visage/contracts/objection.contract';
import { claimPhoto, disownPhoto } from '../api/guest.api.js';
import { PhotoViewer } from '../photo/photo.viewer.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { ErrorNotice } from '../ui/notice.js';
import { peopleOf, type Person } from './guest.family.js';

const ClaimOverlay = lazy(() =>
  import('./claim.overlay.js').then((module) => ({ default: module.ClaimOverlay })),
);

const ObjectionOverlay = lazy(() =>
  import('./objection.overlay.js').then((module) => ({ default: module.ObjectionOverlay })),
);

/** What a guest has just said about a photo. */
export interface GuestStatement {
  readonly photo: GuestPhoto;
  readonly said: 'notMe' | PhotoClaimOutcome['outcome'];
  readonly about: Person;
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
  readonly onObjected: (made: MadeObjection) => void;
}

export function GuestViewer({
  token,
  welcome,
  photos,
  photoId,
  onClose,
  onStatement: onSaid,
  onObjected,
  ...walk
}: GuestViewerProps) {
  const [claiming, setClaiming] = useState<Person | null>(null);
  const [objecting, setObjecting] = useState(false);
  const disowning = useAction();
  useEffect(() => {
    setClaiming(null);
    setObjecting(false);
  }, [photoId]);
  const photo = photos.find(({ id }) => id === photoId);
  if (photo === undefined) return null;
  const disown = (about: Person): void =>
    disowning.run(async () => {
      await disownPhoto(token, photo.id, about);
      onSaid({ photo, about, said: 'notMe' });
    });
  const claim = async (about: Person, input: PhotoClaim): Promise<void> => {
    const { outcome } = await claimPhoto(token, photo.id, about, input);
    onSaid({ photo, about, said: outcome });
  };
  const people = peopleOf(welcome);
  const shown = people.filter(({ of }) => (of === undefined ? photo.mine : photo.of.includes(of)));
  const others = people.filter((person) => !shown.includes(person));
  return (
    <PhotoViewer
      {...walk}
      photos={photos}
      photoId={photoId}
      canDownload={welcome.rights.original}
      onClose={claiming ? () => setClaiming(null) : objecting ? () => setObjecting(false) : onClose}
      tools={
        <div className="viewer-tools">
          <ErrorNotice error={disowning.error} />
          {shown.map((person) => (
            <Button
              key={person.of ?? ''}
              className="viewer-button"
              busy={disowning.busy}
              onClick={() => disown(person)}
            >
              <Icon name="close" />
              {texts.guest.correct.notMe(person.name)}
            </Button>
          ))}
          {photo.claimWaits ? (
            <span className="viewer-facts">{texts.guest.correct.waits}</span>
          ) : mayClaim(welcome, photo) ? (
            others.map((person) => (
              <Button
                key={person.of ?? ''}
                className="viewer-button"
                aria-pressed={claiming !== null && claiming.of === person.of}
                onClick={() => setClaiming(claiming ? null : person)}
              >
                <Icon name="face" />
                {texts.guest.correct.me(person.name)}
              </Button>
            ))
          ) : null}
          {welcome.rights.preview && photo.width !== null ? (
            <Button
              className="viewer-button"
              aria-pressed={objecting}
              onClick={() => {
                setClaiming(null);
                setObjecting(!objecting);
              }}
            >
              <Icon name="hide" />
              {texts.guest.object.inPhoto}
            </Button>
          ) : null}
        </div>
      }
      overlay={
        claiming ? (
          <Suspense fallback={null}>
            <ClaimOverlay
              token={token}
              photo={photo}
              about={claiming}
              onClaim={(input) => claim(claiming, input)}
              onCancel={() => setClaiming(null)}
            />
          </Suspense>
        ) : objecting ? (
          <Suspense fallback={null}>
            <ObjectionOverlay
              token={token}
              welcome={welcome}
              photo={photo}
              onMade={onObjected}
              onCancel={() => setObjecting(false)}
            />
          </Suspense>
        ) : null
      }
    />
  );
}

/** The server decides; this predicts its answer. */
function mayClaim({ scope, rights }: GuestWelcome, { width, height }: GuestPhoto): boolean {
  return scope !== 'own-photos' && rights.selfie && rights.preview && width !== null && height !== null;
}
