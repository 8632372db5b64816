/** @module A grid of photos in rows of one height, loading more as it is scrolled. */
import './photo.grid.css';
import { useEffect, useRef } from 'react';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { PhotoTile, type GridPhoto } from './photo.tile.js';
import type { Selection } from '../ui/selection.hook.js';

export interface PhotoGridProps {
  readonly label: string;
  readonly photos: readonly GridPhoto[];
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onMore: () => void;
  readonly onOpen: (photoId: string) => void;
  /** Null = a press opens a photo. */
  readonly selection: Pick<Selection, 'ids' | 'toggle'> | null;
}

export function PhotoGrid(props: PhotoGridProps) {
  const { label, photos, hasMore, loadingMore, onMore, onOpen, selection } = props;
  return (
    <>
      <ul className="photo-grid" role="list" aria-label={label}>
        {photos.map((photo) => (
          <PhotoTile
            key={photo.id}
            photo={photo}
            selected={selection?.ids.has(photo.id)}
            onPress={selection?.toggle ?? onOpen}
          />
        ))}
      </ul>
      {hasMore ? <MoreButton loading={loadingMore} onMore={onMore} /> : null}
    </>
  );
}

/** Presses itself shortly before it comes into view; a keyboard reaches it as any button. */
function MoreButton({ loading, onMore }: { loading: boolean; onMore: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null || loading) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) onMore();
      },
      { rootMargin: '1200px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [loading, onMore]);
  return (
    <div ref={ref} className="photo-grid-more">
      <Button busy={loading} onClick={onMore}>
        {loading ? texts.common.loadingMore : texts.common.loadMore}
      </Button>
    </div>
  );
}
