/** @module Photos that could not be processed, each with its reason. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Photo } from '@visage/contracts/photo.contract';
import { wordsFor } from '../../api/api.error.js';
import { originalUrl, retryPhoto } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice } from '../../ui/notice.js';
import { failedPhotosQuery } from './event.query.js';

export function FailedPhotos({ eventId, count }: { eventId: string; count: number }) {
  const queryClient = useQueryClient();
  const { data } = useQuery(failedPhotosQuery(eventId));
  const photos = data?.photos ?? [];
  const retrying = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await retryPhoto(id);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
  });
  return (
    <section aria-labelledby="failed-title" className="card stack">
      <div className="row row-apart">
        <div>
          <h2 id="failed-title">{texts.event.failedTitle(count)}</h2>
          <p className="soft">{texts.event.failedHint}</p>
        </div>
        {photos.length > 1 ? (
          <Button
            icon="retry"
            busy={retrying.isPending}
            onClick={() => retrying.mutate(photos.map(({ id }) => id))}
          >
            {texts.event.retryAll}
          </Button>
        ) : null}
      </div>
      <ErrorNotice error={retrying.error} />
      <ul role="list" className="failed-rows">
        {photos.map((photo) => (
          <FailedRow
            key={photo.id}
            photo={photo}
            busy={retrying.isPending}
            onRetry={() => retrying.mutate([photo.id])}
          />
        ))}
      </ul>
    </section>
  );
}

function FailedRow({ photo, busy, onRetry }: { photo: Photo; busy: boolean; onRetry: () => void }) {
  return (
    <li className="failed-row">
      <div>
        <p className="failed-name">{photo.fileName}</p>
        <p className="small soft">
          {photo.error ? wordsFor(photo.error.code, photo.error.reason) : texts.event.unknownReason}
        </p>
      </div>
      <div className="row failed-actions">
        <Button
          look="quiet"
          icon="retry"
          disabled={busy}
          aria-label={texts.event.retryPhoto(photo.fileName)}
          onClick={onRetry}
        />
        <a
          className="button button-quiet button-icon"
          href={originalUrl(photo.id)}
          download={photo.fileName}
          aria-label={texts.event.downloadFailed(photo.fileName)}
        >
          <Icon name="download" />
        </a>
      </div>
    </li>
  );
}
