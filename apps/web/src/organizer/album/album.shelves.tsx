/** @module Which photos of the event the gallery shows: all, those of an album, or those that show nobody. */
import './album.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { texts } from '../../texts/texts.js';
import { formatCount } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { AlbumNameDialog } from './album-name.dialog.js';
import { albumsQuery } from './album.query.js';

export function AlbumShelves({ eventId }: { eventId: string }) {
  const { data } = useQuery(albumsQuery(eventId));
  const [naming, setNaming] = useState(false);
  const common = {
    to: '/events/$eventId',
    params: { eventId },
    className: 'shelf',
    resetScroll: false,
    activeOptions: { exact: true, includeSearch: true },
  } as const;
  return (
    <nav className="shelves" aria-label={texts.album.shelves}>
      <Link {...common} search={{ photo: undefined, album: undefined, shelf: undefined }}>
        {texts.album.allPhotos}
      </Link>
      {data?.albums.map(({ id, name, photos }) => (
        <Link key={id} {...common} search={{ album: id }}>
          {name} <span className="soft small">{formatCount(photos)}</span>
        </Link>
      ))}
      <Link {...common} search={{ shelf: 'faceless' }}>
        {texts.album.faceless}
      </Link>
      <Button look="quiet" icon="plus" onClick={() => setNaming(true)}>
        {texts.album.create}
      </Button>
      {naming ? <AlbumNameDialog eventId={eventId} album={null} onClose={() => setNaming(false)} /> : null}
    </nav>
  );
}
