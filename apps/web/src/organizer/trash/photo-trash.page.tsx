/** @module The deleted photos of an event: restored, or removed for good. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { erasePhotos, restorePhotos } from '../../api/photo.api.js';
import { PhotoGrid } from '../../photo/photo.grid.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useSelection } from '../../ui/selection.hook.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { eventQuery, trashedPhotosQuery } from '../event/event.query.js';

const NOTHING = (): void => undefined;

export function PhotoTrashRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/trash' });
  const queryClient = useQueryClient();
  const { data: event } = useQuery(eventQuery(eventId));
  const { data, error, refetch } = useQuery(trashedPhotosQuery(eventId));
  const selection = useSelection();
  const [erasing, setErasing] = useState(false);
  useTitle(texts.trash.title);
  const changing = useMutation({
    mutationFn: ({ erase, ids }: { erase: boolean; ids: readonly string[] }) =>
      erase ? erasePhotos(eventId, ids) : restorePhotos(eventId, ids),
    onSuccess: () => {
      selection.end();
      setErasing(false);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
  });
  const photos = data?.photos ?? [];
  const chosen = [...selection.ids];
  const ids = chosen.length > 0 ? chosen : photos.map(({ id }) => id);
  return (
    <>
      <header className="page-head">
        <div>
          <EventBackLink eventId={eventId} />
          <h1>{texts.trash.photosTitle(event?.name ?? '')}</h1>
          <p className="soft">{texts.trash.hint}</p>
        </div>
        {photos.length > 0 ? (
          <div className="row">
            <Button
              icon="retry"
              busy={changing.isPending && !erasing}
              onClick={() => changing.mutate({ erase: false, ids })}
            >
              {chosen.length > 0 ? texts.trash.restore(chosen.length) : texts.trash.restoreAll}
            </Button>
            {event && event.part !== 'collaborator' ? (
              <Button
                look="quiet-danger"
                icon="trash"
                disabled={chosen.length === 0}
                onClick={() => setErasing(true)}
              >
                {chosen.length > 0 ? texts.trash.erase(chosen.length) : texts.trash.eraseNone}
              </Button>
            ) : null}
          </div>
        ) : null}
      </header>
      <ErrorNotice error={error ?? changing.error} onRetry={() => void refetch()} />
      {data ? null : <Loading />}
      {data && photos.length === 0 ? (
        <div className="empty">
          <Icon name="trash" />
          <h2>{texts.trash.empty}</h2>
        </div>
      ) : null}
      {photos.length > 0 ? (
        <PhotoGrid
          label={texts.trash.title}
          photos={photos}
          total={photos.length}
          hasMore={false}
          loadingMore={false}
          onMore={NOTHING}
          onOpen={NOTHING}
          selection={selection}
        />
      ) : null}
      {erasing ? (
        <ConfirmDialog
          title={texts.trash.eraseTitle}
          warning={texts.trash.eraseWarning}
          action={texts.trash.erase(chosen.length)}
          busy={changing.isPending}
          error={changing.error}
          onConfirm={() => changing.mutate({ erase: true, ids: chosen })}
          onClose={() => setErasing(false)}
        />
      ) : null}
    </>
  );
}
