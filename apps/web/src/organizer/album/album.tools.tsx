/** @module What can be done with the album that the gallery shows: rename, move, remove. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { orderAlbums, removeAlbum } from '../../api/album.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { AlbumNameDialog } from './album-name.dialog.js';
import { albumsQuery } from './album.query.js';

export function AlbumTools({ eventId, albumId }: { eventId: string; albumId: string }) {
  const { data } = useQuery(albumsQuery(eventId));
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const reload = () => queryClient.invalidateQueries(albumsQuery(eventId));
  const ids = data?.albums.map(({ id }) => id) ?? [];
  const place = ids.indexOf(albumId);
  const moving = useMutation({
    mutationFn: (to: number) =>
      orderAlbums(eventId, ids.filter((id) => id !== albumId).toSpliced(to, 0, albumId)),
    onSettled: reload,
  });
  const removing = useMutation({
    mutationFn: () => removeAlbum(eventId, albumId),
    onSuccess: async () => {
      await navigate({ to: '/events/$eventId', params: { eventId }, replace: true, resetScroll: false });
      await reload();
    },
  });
  const album = data?.albums[place];
  if (album === undefined) return null;
  return (
    <div className="row album-tools">
      <Button icon="edit" onClick={() => setOpen('rename')}>
        {texts.album.rename}
      </Button>
      <Button
        icon="back"
        aria-label={texts.album.earlier(album.name)}
        disabled={place === 0 || moving.isPending}
        onClick={() => moving.mutate(place - 1)}
      />
      <Button
        icon="forward"
        aria-label={texts.album.later(album.name)}
        disabled={place === ids.length - 1 || moving.isPending}
        onClick={() => moving.mutate(place + 1)}
      />
      <Button look="quiet-danger" icon="trash" onClick={() => setOpen('remove')}>
        {texts.album.remove}
      </Button>
      <ErrorNotice error={moving.error} />
      {open === 'rename' ? (
        <AlbumNameDialog eventId={eventId} album={album} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'remove' ? (
        <ConfirmDialog
          title={texts.album.removeTitle(album.name)}
          warning={texts.album.removeWarning}
          action={texts.album.remove}
          busy={removing.isPending}
          error={removing.error}
          onConfirm={() => removing.mutate()}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </div>
  );
}
