/**
 * @module A grid of photos in rows that fill the line, loading more as it is scrolled. Only the rows near the window
 * are in the document. It is a single stop of the Tab key; arrows, Home, End and Page keys move from photo to photo.
 */
import './photo.grid.css';
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { useGridSpace } from './grid.space.hook.js';
import { stepInGrid } from './grid.step.js';
import { tileRatioOf } from './photo.ratio.js';
import { rowOf, rowsOf, startsIn } from './photo.rows.js';
import { PhotoTile, type GridPhoto } from './photo.tile.js';
import type { Selection } from '../ui/selection.hook.js';

export interface PhotoGridProps {
  readonly label: string;
  readonly photos: readonly GridPhoto[];
  /** Photos in the list, including those not fetched yet. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onMore: () => void;
  readonly onOpen: (photoId: string) => void;
  /** The photo that the viewer shows above the grid; when it closes, the grid is scrolled to that photo. */
  readonly openId?: string | null;
  /** Null = a press opens a photo. */
  readonly selection: Pick<Selection, 'ids' | 'toggle'> | null;
}

/** Rows drawn beyond the window, so that scrolling shows no blanks. */
const OVERSCAN = 4;
const NO_SPACE = { width: 0, rowHeight: 1, gap: 0, above: 0 };

export function PhotoGrid(props: PhotoGridProps) {
  const { label, photos, total, hasMore, loadingMore, onMore, onOpen, openId = null, selection } = props;
  const list = useRef<HTMLUListElement>(null);
  const hint = useId();
  const room = useGridSpace(list) ?? NO_SPACE;
  const { width, rowHeight, gap, above } = room;
  const ratios = useMemo(() => photos.map(tileRatioOf), [photos]);
  const rows = useMemo(
    () => (width > 0 ? rowsOf(ratios, { width, rowHeight, gap }) : []),
    [ratios, width, rowHeight, gap],
  );
  /** The photo that the Tab key reaches. */
  const [currentId, setCurrentId] = useState<string | null>(null);
  const current = Math.max(
    0,
    photos.findIndex(({ id }) => id === currentId),
  );
  const currentRow = rowOf(rows, current);

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (row) => rows[row]?.height ?? 0,
    gap,
    scrollMargin: above,
    overscan: OVERSCAN,
    // the photo with the focus stays in the document wherever the page is scrolled to
    rangeExtractor: useCallback(
      (range: Range) => withRow(defaultRangeExtractor(range), currentRow),
      [currentRow],
    ),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rows]);

  const tileOf = (photoId: string): HTMLElement | null =>
    list.current?.querySelector<HTMLElement>(`[data-photo-id="${photoId}"]`) ?? null;
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current !== currentId || currentId === null) return;
    wanted.current = null;
    tileOf(currentId)?.focus();
  }, [currentId]);

  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (openId !== null) setCurrentId(openId);
    const closed = openId === null ? shown.current : null;
    shown.current = openId;
    const tile = closed === null ? null : tileOf(closed);
    if (tile === null || tile === document.activeElement) return;
    tile.focus({ preventScroll: true });
    tile.scrollIntoView({ block: 'nearest' });
  }, [openId]);

  const handleKey = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const rightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const pageHeight = window.innerHeight - rowHeight;
    const next = stepInGrid({ rows, ratios, shape: room, rightToLeft, pageHeight }, current, event.key);
    const id = next === null ? undefined : photos[next]?.id;
    if (id === undefined) return;
    event.preventDefault();
    wanted.current = id;
    setCurrentId(id);
    if (hasMore && next === photos.length - 1) onMore();
  };
  const follow = ({ target }: FocusEvent<HTMLElement>): void =>
    setCurrentId(target.dataset['photoId'] ?? null);

  const bottom = rows.at(-1);
  return (
    <>
      <ul
        ref={list}
        className="photo-grid"
        role="list"
        aria-label={label}
        aria-describedby={hint}
        style={{ '--grid-height': `${bottom ? bottom.top + bottom.height : 0}px` }}
        onKeyDown={handleKey}
        onFocus={follow}
      >
        {virtualizer.getVirtualItems().flatMap(({ index }) => {
          const row = rows[index];
          if (row === undefined) return [];
          const starts = startsIn(row, ratios, gap);
          return photos.slice(row.first, row.end).map((photo, place) => {
            const position = row.first + place;
            return (
              <PhotoTile
                key={photo.id}
                photo={photo}
                start={starts[place] ?? 0}
                top={row.top}
                width={(ratios[position] ?? 0) * row.height}
                height={row.height}
                position={position + 1}
                total={total}
                reached={position === current}
                selected={selection?.ids.has(photo.id)}
                onPress={selection?.toggle ?? onOpen}
              />
            );
          });
        })}
      </ul>
      <p id={hint} hidden>
        {texts.photo.gridKeys}
      </p>
      {hasMore ? <MoreButton loading={loadingMore} onMore={onMore} /> : null}
    </>
  );
}

/** Kept in order, because a screen reader reads what is in the document. */
function withRow(rows: number[], row: number): number[] {
  if (row < 0 || rows.includes(row)) return rows;
  return [...rows, row].sort((a, b) => a - b);
}

/** Presses itself shortly before it comes into view; the keyboard reaches it like any button. */
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
