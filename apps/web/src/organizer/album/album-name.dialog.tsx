/** @module The name of a new album, or a new name for an existing one. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Album } from '@visage/contracts/album.contract';
import { createAlbum, renameAlbum } from '../../api/album.api.js';
import { fieldErrorsOf } from '../../api/api.error.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice } from '../../ui/notice.js';
import { albumsQuery } from './album.query.js';

interface AlbumNameProps {
  readonly eventId: string;
  /** Null = a new one. */
  readonly album: Album | null;
  readonly onClose: () => void;
}

export function AlbumNameDialog({ eventId, album, onClose }: AlbumNameProps) {
  const [name, setName] = useState(album?.name ?? '');
  const queryClient = useQueryClient();
  const saving = useMutation<unknown>({
    mutationFn: () => {
      const input = { name: name.trim() };
      return album ? renameAlbum(eventId, album.id, input) : createAlbum(eventId, input);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries(albumsQuery(eventId));
      onClose();
    },
  });
  const error = fieldErrorsOf(saving.error).get('name');
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Dialog title={album ? texts.album.renameTitle(album.name) : texts.album.createTitle} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field
          label={texts.album.name}
          required
          maxLength={200}
          autoFocus
          autoComplete="off"
          value={name}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ErrorNotice error={error === undefined ? saving.error : null} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={saving.isPending} disabled={name.trim() === ''}>
            {texts.album.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
