/** @module The photo viewer of an organizer: like the guest's, plus faces that lead to people. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Photo, PhotoDetail } from '@visage/contracts/photo.contract';
import { getPhoto, originalUrl } from '../../api/photo.api.js';
import { PhotoViewer } from '../../photo/photo.viewer.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { peopleQuery } from './event.query.js';

/** More are in no photo. */
const PHOTO_PEOPLE = 500;

interface OrganizerViewerProps {
  readonly eventId: string;
  readonly photos: readonly Photo[];
  readonly photoId: string;
  /** Photos in the list, including those not fetched yet. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly onMove: (photoId: string) => void;
  readonly onClose: () => void;
  readonly onMore: () => void;
}

export function OrganizerViewer({ eventId, photos, photoId, total, ...walk }: OrganizerViewerProps) {
  const [facesShown, setFacesShown] = useState(false);
  const { data: detail } = useQuery({ queryKey: ['photo', photoId], queryFn: () => getPhoto(photoId) });
  const listed = photos.some((photo) => photo.id === photoId);
  // An address may open a photo that no fetched page holds: it is shown alone.
  const walked = listed ? photos : detail ? [detail] : [];
  if (walked.length === 0) return null;
  const toggle = (): void => setFacesShown((shown) => !shown);
  return (
    <PhotoViewer
      {...walk}
      photos={walked}
      total={listed ? total : walked.length}
      photoId={photoId}
      canDownload
      onKey={(key) => {
        if (key === 'f') toggle();
      }}
      tools={
        <>
          <Button className="viewer-button" aria-pressed={facesShown} aria-keyshortcuts="f" onClick={toggle}>
            <Icon name="face" />
            <span className="viewer-button-text">{texts.photo.showFaces}</span>
          </Button>
          {(detail?.id === photoId ? detail.raws : []).map(({ id, fileName }) => (
            <a key={id} className="button viewer-button" href={originalUrl(id)} download={fileName}>
              <Icon name="download" />
              <span className="viewer-button-text">{texts.photo.downloadRaw(fileName)}</span>
            </a>
          ))}
        </>
      }
      overlay={facesShown && detail?.id === photoId ? <FaceBoxes eventId={eventId} photo={detail} /> : null}
    />
  );
}

function FaceBoxes({ eventId, photo }: { eventId: string; photo: PhotoDetail }) {
  const { data } = useInfiniteQuery(peopleQuery(eventId, { photoId: photo.id, limit: PHOTO_PEOPLE }));
  const { width, height } = photo;
  if (width === null || height === null) return null;
  const nameOf = (personId: string): string =>
    data?.people.find((person) => person.id === personId)?.name ?? texts.person.unnamed;
  return (
    <>
      {photo.faces.map(({ id, box: [x, y, w, h], personId }) => {
        const style = {
          '--x': x / width,
          '--y': y / height,
          '--w': w / width,
          '--h': h / height,
        };
        if (personId === null) {
          return (
            <span key={id} className="face-box" style={style} role="img" aria-label={texts.photo.faceAlone} />
          );
        }
        const name = nameOf(personId);
        return (
          <Link
            key={id}
            className="face-box face-box-person"
            style={style}
            to="/events/$eventId/people/$personId"
            params={{ eventId, personId }}
            aria-label={texts.photo.face(name)}
          >
            <span className="face-box-name">{name}</span>
          </Link>
        );
      })}
    </>
  );
}
