/** @module Says that photos were deleted, with a way to undo it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { restorePhotos } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';

interface PhotoUndoProps {
  readonly eventId: string;
  readonly ids: readonly string[];
  readonly onUndone: () => void;
}

export function PhotoUndoNotice({ eventId, ids, onUndone }: PhotoUndoProps) {
  const queryClient = useQueryClient();
  const undoing = useMutation({
    mutationFn: () => restorePhotos(eventId, ids),
    onSuccess: onUndone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
  });
  return (
    <div className="card row row-apart" role="status">
      <p>{texts.trash.deleted(ids.length)}</p>
      <Button icon="retry" busy={undoing.isPending} onClick={() => undoing.mutate()}>
        {texts.trash.undo}
      </Button>
      <ErrorNotice error={undoing.error} />
    </div>
  );
}
