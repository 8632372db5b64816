/** @module Which photos, people or faces are selected, and whether selecting is on. */
import { useCallback, useMemo, useState } from 'react';

/** A new set, so that whatever shows it is redrawn. */
export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

export interface Selection {
  /** While true, a press selects an item instead of opening it. */
  readonly active: boolean;
  readonly ids: ReadonlySet<string>;
  readonly begin: () => void;
  /** Forgets what was selected. */
  readonly end: () => void;
  readonly toggle: (id: string) => void;
}

const NONE: ReadonlySet<string> = new Set();

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string> | null>(null);
  const begin = useCallback(() => setIds(NONE), []);
  const end = useCallback(() => setIds(null), []);
  const toggle = useCallback((id: string) => setIds((before) => toggled(before ?? NONE, id)), []);
  return useMemo(
    () => ({ active: ids !== null, ids: ids ?? NONE, begin, end, toggle }),
    [ids, begin, end, toggle],
  );
}
