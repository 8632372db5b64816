/** @module New links for all of an event, once somebody who may have seen them helps no longer. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { renewCodes } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { sharesQuery } from './share.query.js';

interface RenewProps {
  readonly eventId: string;
  readonly title: string;
  readonly onClose: () => void;
}

export function CodeRenewDialog({ eventId, title, onClose }: RenewProps) {
  const queryClient = useQueryClient();
  const renewing = useMutation({
    mutationFn: () => renewCodes(eventId),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: sharesQuery(eventId).queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={title}
      warning={texts.share.renewWarning}
      action={texts.share.renew}
      busy={renewing.isPending}
      error={renewing.error}
      onConfirm={() => renewing.mutate()}
      onClose={onClose}
    />
  );
}
