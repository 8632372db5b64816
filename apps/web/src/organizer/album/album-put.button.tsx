/** @module Puts the selected photos into an album, or takes them out of the one shown. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { putIntoAlbum, takeOutOfAlbum } from '../../api/album.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { AlbumNameDialog } from './album-name.dialog.js';
import { albumsQuery } from './album.query.js';

interface AlbumPutProps {
  readonly eventId: string;
  /** The album shown, if any. */
  readonly albumId: string | undefined;
  readonly ids: readonly string[];
  readonly onDone: () => void;
}

export function AlbumPutButton({ eventId, albumId, ids, onDone }: AlbumPutProps) {
  const [choosing, setChoosing] = useState(false);
  const queryClient = useQueryClient();
  const changed = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: ['event', eventId] });
    onDone();
  };
  const taking = useMutation({
    mutationFn: (album: string) => takeOutOfAlbum(eventId, album, ids),
    onSuccess: changed,
  });
  return (
    <>
      <Button icon="folder" disabled={ids.length === 0} onClick={() => setChoosing(true)}>
        {texts.album.putInto}
      </Button>
      {albumId === undefined ? null : (
        <Button busy={taking.isPending} disabled={ids.length === 0} onClick={() => taking.mutate(albumId)}>
          {texts.album.takeOut}
        </Button>
      )}
      <ErrorNotice error={taking.error} />
      {choosing ? (
        <AlbumChoice eventId={eventId} ids={ids} onDone={changed} onClose={() => setChoosing(false)} />
      ) : null}
    </>
  );
}

interface AlbumChoiceProps {
  readonly eventId: string;
  readonly ids: readonly string[];
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function AlbumChoice({ eventId, ids, onDone, onClose }: AlbumChoiceProps) {
  const { data, error } = useQuery(albumsQuery(eventId));
  const [naming, setNaming] = useState(false);
  const putting = useMutation({
    mutationFn: (albumId: string) => putIntoAlbum(eventId, albumId, ids),
    onSuccess: async () => {
      onClose();
      await onDone();
    },
  });
  return (
    <Dialog title={texts.album.putTitle(ids.length)} onClose={onClose}>
      <ul role="list" className="stack album-choice">
        {data?.albums.map((album) => (
          <li key={album.id}>
            <Button
              icon="folder"
              busy={putting.isPending && putting.variables === album.id}
              disabled={putting.isPending}
              onClick={() => putting.mutate(album.id)}
            >
              {album.name}
            </Button>
          </li>
        ))}
      </ul>
      <ErrorNotice error={error ?? putting.error} />
      <div className="row row-apart">
        <Button look="quiet" icon="plus" onClick={() => setNaming(true)}>
          {texts.album.create}
        </Button>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </div>
      {naming ? <AlbumNameDialog eventId={eventId} album={null} onClose={() => setNaming(false)} /> : null}
    </Dialog>
  );
}
