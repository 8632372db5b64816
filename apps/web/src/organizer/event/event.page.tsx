/** @module One event: uploads, progress, people, photos, and what failed. */
import './event.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Event } from '@visage/contracts/event.contract';
import { uploadsUrl, type PhotoFilter } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { formatDay } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { AlbumShelves } from '../album/album.shelves.js';
import { AlbumTools } from '../album/album.tools.js';
import { CollaboratorSection } from '../collaborator/collaborator.section.js';
import { ShareOverview } from '../share/share.overview.js';
import { WaitingClaims } from '../person/waiting.claims.js';
import { ObjectionSection } from '../objection/objection.section.js';
import { PeopleStrip } from '../person/people.strip.js';
import { RetentionNotices } from '../retention/retention.notice.js';
import { RetentionSection } from '../retention/retention.section.js';
import { UploadPanel } from '../../upload/upload.panel.js';
import { EventDeleteDialog } from './event-delete.dialog.js';
import { eventQuery, photosQuery } from './event.query.js';
import { EventProgressPanel } from './event.progress.js';
import { EventHold } from './event.hold.js';
import { EventPartLine } from './event.part-line.js';
import { FailedPhotos } from './failed.photos.js';
import { Gallery } from './gallery.js';
import { HeldPhotos } from './held.photos.js';
import { useProgress } from './progress.hook.js';

export function EventRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId' });
  const { photo, album, shelf } = useSearch({ from: '/organizer/events/$eventId' });
  const filter = useMemo(() => ({ albumId: album, shelf }), [album, shelf]);
  const { data: event, error, refetch } = useQuery(eventQuery(eventId));
  useTitle(event?.name);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return event ? (
    <EventPage key={event.id} event={event} photoId={photo ?? null} filter={filter} />
  ) : (
    <Loading />
  );
}

interface EventPageProps {
  readonly event: Event;
  readonly photoId: string | null;
  readonly filter: PhotoFilter;
}

function EventPage({ event, photoId, filter }: EventPageProps) {
  const progress = useProgress(event.id) ?? event.progress;
  const [deleting, setDeleting] = useState(false);
  const manages = event.part !== 'collaborator';
  return (
    <>
      <header className="page-head">
        <div>
          <Link to="/events" className="back">
            <Icon name="back" />
            {texts.event.back}
          </Link>
          <h1>{event.name}</h1>
          {event.date ? <p className="soft">{formatDay(event.date)}</p> : null}
          <EventPartLine event={event} />
          {event.encrypted ? <p className="soft small">{texts.events.encrypted}</p> : null}
        </div>
        <div className="row">
          <Link to="/events/$eventId/drive" params={{ eventId: event.id }} className="button">
            <Icon name="folder" />
            {texts.drive.open}
          </Link>
          {manages ? (
            <Link
              to="/events/$eventId/share"
              params={{ eventId: event.id }}
              className="button button-primary"
            >
              <Icon name="share" />
              {texts.event.share}
            </Link>
          ) : null}
        </div>
      </header>
      <RetentionNotices eventId={event.id} manages={manages} />
      <EventProgressPanel progress={progress} />
      <UploadPanel endpoint={uploadsUrl(event.id)} />
      <HeldPhotos eventId={event.id} />
      <WaitingClaims eventId={event.id} />
      {manages ? <ObjectionSection eventId={event.id} waits /> : null}
      {progress.failed > 0 ? <FailedPhotos eventId={event.id} count={progress.failed} /> : null}
      <section aria-labelledby="people-title">
        <div className="section-head">
          <h2 id="people-title">{texts.event.peopleTitle}</h2>
          {progress.people > 0 ? (
            <Link to="/events/$eventId/people" params={{ eventId: event.id }}>
              {texts.people.all}
            </Link>
          ) : null}
        </div>
        <PeopleStrip eventId={event.id} />
      </section>
      <section aria-labelledby="gallery-title">
        <div className="section-head">
          <h2 id="gallery-title">{texts.event.galleryTitle}</h2>
          <PhotoTotal eventId={event.id} filter={filter} />
        </div>
        <AlbumShelves eventId={event.id} />
        {filter.albumId === undefined ? null : (
          <AlbumTools key={filter.albumId} eventId={event.id} albumId={filter.albumId} />
        )}
        <Gallery
          key={`${filter.albumId} ${filter.shelf}`}
          eventId={event.id}
          label={texts.event.galleryTitle}
          filter={filter}
          photoId={photoId}
          empty={
            filter.albumId !== undefined || filter.shelf !== undefined ? (
              <p className="empty soft">
                {filter.shelf === undefined ? texts.album.empty : texts.album.noFaceless}
              </p>
            ) : (
              <div className="empty">
                <Icon name="image" />
                <h3>{texts.event.noPhotos}</h3>
                <p className="soft">{texts.event.noPhotosHint}</p>
              </div>
            )
          }
        />
      </section>
      {manages ? <EventHold event={event} /> : null}
      {manages ? <ObjectionSection eventId={event.id} waits={false} /> : <ShareOverview eventId={event.id} />}
      <RetentionSection eventId={event.id} manages={manages} />
      <CollaboratorSection event={event} />
      <footer className="event-foot row">
        <Link to="/events/$eventId/cameras" params={{ eventId: event.id }} className="button button-quiet">
          <Icon name="camera" />
          {texts.camera.open}
        </Link>
        <Link to="/events/$eventId/trash" params={{ eventId: event.id }} className="button button-quiet">
          <Icon name="trash" />
          {texts.trash.open}
        </Link>
        {manages ? (
          <Button look="quiet-danger" icon="trash" onClick={() => setDeleting(true)}>
            {texts.event.remove}
          </Button>
        ) : null}
      </footer>
      {deleting ? <EventDeleteDialog event={event} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function PhotoTotal({ eventId, filter }: { eventId: string; filter: PhotoFilter }) {
  const { data: total } = useInfiniteQuery({
    ...photosQuery(eventId, filter),
    select: ({ pages }) => pages[0]?.total,
  });
  return total ? <p className="soft">{texts.amounts.photos(total)}</p> : null;
}
