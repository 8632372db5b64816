/** @module How much space a grid of photos has on its page. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { GridShape } from './photo.rows.js';

/** In `rem`, except for the share of the window's width. */
const ROW = { least: 7, base: 5, ofWindow: 0.09, most: 14, gap: 0.375 };

export interface GridSpace extends GridShape {
  /** Pixels from the top of the page to the grid. */
  readonly above: number;
}

/** Null until it is measured, before anything is painted. */
export function useGridSpace(grid: RefObject<HTMLElement | null>): GridSpace | null {
  const [room, setRoom] = useState<GridSpace | null>(null);
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const measure = (): void => {
      const { top, width } = element.getBoundingClientRect();
      const above = Math.round(top + window.scrollY);
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const wished = ROW.base * rem + ROW.ofWindow * window.innerWidth;
      const rowHeight = Math.min(ROW.most * rem, Math.max(ROW.least * rem, wished));
      setRoom((before) =>
        before?.width === width && before.above === above && before.rowHeight === rowHeight
          ? before
          : { width, above, rowHeight, gap: ROW.gap * rem },
      );
    };
    measure();
    // the page also grows and shrinks above the grid
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [grid]);
  return room;
}
