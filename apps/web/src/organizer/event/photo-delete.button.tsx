/** @module Moves the selected photos to the trash, from which they can be restored. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trashPhotos } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';

interface PhotoDeleteProps {
  readonly eventId: string;
  readonly ids: readonly string[];
  readonly onDeleted: (ids: readonly string[]) => void;
}

export function PhotoDeleteButton({ eventId, ids, onDeleted }: PhotoDeleteProps) {
  const queryClient = useQueryClient();
  const deleting = useMutation({
    mutationFn: (photoIds: readonly string[]) => trashPhotos(eventId, photoIds),
    onSuccess: (_count, photoIds) => onDeleted(photoIds),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['event', eventId] }),
  });
  return (
    <>
      <Button
        look="quiet-danger"
        icon="trash"
        busy={deleting.isPending}
        disabled={ids.length === 0}
        onClick={() => deleting.mutate(ids)}
      >
        {texts.trash.deletePhotos(ids.length)}
      </Button>
      <ErrorNotice error={deleting.error} />
    </>
  );
}
