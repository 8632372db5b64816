/** @module The photos of an event, or those with one person, and the viewer above them. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { PhotoFilter } from '../../api/photo.api.js';
import { createEventZip } from '../../api/zip.api.js';
import { eachOnce } from '../../photo/photo.once.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { ZipGrid } from '../../zip/zip.grid.js';
import type { ZipOrder } from '../../zip/zip.order.js';
import { AlbumPutButton } from '../album/album-put.button.js';
import { photosQuery } from './event.query.js';
import { PhotoDeleteButton } from './photo-delete.button.js';
import { PhotoUndoNotice } from './photo-undo.notice.js';
import { OrganizerViewer } from './organizer.viewer.js';

interface GalleryProps {
  readonly eventId: string;
  readonly label: string;
  readonly filter?: PhotoFilter;
  /** The photo named in the address. */
  readonly photoId: string | null;
  readonly empty: ReactNode;
}

const NO_FILTER: PhotoFilter = {};

export function Gallery({ eventId, label, filter = NO_FILTER, photoId, empty }: GalleryProps) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(photosQuery(eventId, filter));
  const photos = useMemo(() => eachOnce(data?.pages.flatMap((page) => page.photos) ?? []), [data]);
  const total = Math.max(data?.pages[0]?.total ?? 0, photos.length);
  const navigate = useNavigate();
  const show = useCallback(
    (photo: string | undefined, replace: boolean) =>
      void navigate({ to: '.', search: (before) => ({ ...before, photo }), replace, resetScroll: false }),
    [navigate],
  );
  const open = useCallback((id: string) => show(id, false), [show]);
  const move = useCallback((id: string) => show(id, true), [show]);
  const close = useCallback(() => show(undefined, true), [show]);
  const { personId } = filter;
  const order = useCallback<ZipOrder>(
    (photoIds) => createEventZip(eventId, { personId, ...(photoIds && { photoIds: [...photoIds] }) }),
    [eventId, personId],
  );
  const [deleted, setDeleted] = useState<readonly string[]>([]);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  return (
    <>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      {deleted.length > 0 ? (
        <PhotoUndoNotice eventId={eventId} ids={deleted} onUndone={() => setDeleted([])} />
      ) : null}
      {data && photos.length === 0 ? empty : null}
      {photos.length > 0 ? (
        <ZipGrid
          label={label}
          photos={photos}
          total={total}
          hasMore={hasNextPage && error === null}
          loadingMore={isFetchingNextPage}
          onMore={more}
          onOpen={open}
          openId={photoId}
          order={order}
          tools={(ids, done) => (
            <>
              <AlbumPutButton eventId={eventId} albumId={filter.albumId} ids={ids} onDone={done} />
              <PhotoDeleteButton
                eventId={eventId}
                ids={ids}
                onDeleted={(gone) => {
                  setDeleted(gone);
                  done();
                }}
              />
            </>
          )}
        />
      ) : null}
      {photoId && data ? (
        <OrganizerViewer
          eventId={eventId}
          photos={photos}
          total={total}
          photoId={photoId}
          hasMore={hasNextPage}
          onMove={move}
          onClose={close}
          onMore={more}
        />
      ) : null}
    </>
  );
}
