/** @module A message of the progress stream. */
import type { EventProgress } from '@visage/contracts/event.contract';

const NUMBERS = ['photos', 'done', 'pending', 'failed', 'faces', 'people'] as const;

function isProgress(value: unknown): value is EventProgress {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return (
    NUMBERS.every((name) => typeof fields.get(name) === 'number') &&
    typeof fields.get('grouping') === 'boolean'
  );
}

/** Null for anything that is not progress, such as a keep-alive. */
export function parseProgress(data: string): EventProgress | null {
  try {
    const value: unknown = JSON.parse(data);
    return isProgress(value) ? value : null;
  } catch {
    return null;
  }
}

/** True if photos or people changed, so that lists of them are outdated. */
export function changesLists(before: EventProgress | undefined, now: EventProgress): boolean {
  if (before === undefined) return false;
  return NUMBERS.some((name) => before[name] !== now[name]) || (before.grouping && !now.grouping);
}
