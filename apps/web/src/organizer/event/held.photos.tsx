/** @module Photos that await the organizer: reviewed, approved or refused, some or all at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { approvePhotos, refusePhotos } from '../../api/photo.api.js';
import { PhotoGrid } from '../../photo/photo.grid.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { useSelection } from '../../ui/selection.hook.js';
import { heldPhotosQuery } from './event.query.js';

const NOTHING = (): void => undefined;

export function HeldPhotos({ eventId }: { eventId: string }) {
  const queryClient = useQueryClient();
  const { data } = useQuery(heldPhotosQuery(eventId));
  const selection = useSelection();
  const answering = useMutation({
    mutationFn: ({ approve, ids }: { approve: boolean; ids: readonly string[] }) =>
      approve ? approvePhotos(eventId, ids) : refusePhotos(eventId, ids),
    onSuccess: selection.end,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
  });
  const photos = data?.photos ?? [];
  if (photos.length === 0) return null;
  const listed = new Set(photos.map(({ id }) => id));
  const chosen = [...selection.ids].filter((id) => listed.has(id));
  const ids = chosen.length > 0 ? chosen : [...listed];
  const names = [...new Set(photos.flatMap(({ guestName }) => guestName ?? []))];
  return (
    <section aria-labelledby="held-title" className="card stack">
      <div className="row row-apart">
        <div>
          <h2 id="held-title">{texts.held.title(photos.length, data?.nextCursor != null)}</h2>
          <p className="soft">
            {names.length > 0 ? texts.held.from(names) : null} {texts.held.hint}
          </p>
        </div>
        <div className="row">
          <Button
            look="primary"
            icon="check"
            busy={answering.isPending}
            onClick={() => answering.mutate({ approve: true, ids })}
          >
            {chosen.length > 0 ? texts.held.approve(chosen.length) : texts.held.approveAll}
          </Button>
          <Button
            icon="close"
            disabled={answering.isPending || chosen.length === 0}
            onClick={() => answering.mutate({ approve: false, ids: chosen })}
          >
            {chosen.length > 0 ? texts.held.refuse(chosen.length) : texts.held.refuseNone}
          </Button>
        </div>
      </div>
      <ErrorNotice error={answering.error} />
      <PhotoGrid
        label={texts.held.label}
        photos={photos}
        total={photos.length}
        hasMore={false}
        loadingMore={false}
        onMore={NOTHING}
        onOpen={NOTHING}
        selection={selection}
      />
    </section>
  );
}
