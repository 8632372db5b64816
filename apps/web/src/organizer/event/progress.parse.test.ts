import { describe, expect, it } from 'vitest';
import type { EventProgress } from '@visage/contracts/event.contract';
import { changesLists, parseProgress } from './progress.parse.js';

const progress: EventProgress = {
  photos: 3,
  done: 2,
  pending: 1,
  failed: 0,
  faces: 5,
  people: 2,
  grouping: true,
};

describe('live progress', () => {
  it('is shown as the server sent it', () => {
    expect(parseProgress(JSON.stringify(progress))).toEqual(progress);
  });

  it('ignores keep-alives and broken messages instead of showing NaN', () => {
    expect(parseProgress('')).toBeNull();
    expect(parseProgress('{"photos":')).toBeNull();
    expect(parseProgress('{"photos":"3"}')).toBeNull();
    expect(parseProgress('null')).toBeNull();
  });

  it('renews photos and people when something was done, and not on every message', () => {
    expect(changesLists(progress, { ...progress })).toBe(false);
    expect(changesLists(progress, { ...progress, done: 3, pending: 0 })).toBe(true);
    expect(changesLists(progress, { ...progress, grouping: false })).toBe(true);
    expect(changesLists(undefined, progress)).toBe(false);
  });

  it.each(Object.keys(progress))(
    'is not shown without %s, and renews the lists when that changes',
    (name) => {
      expect(parseProgress(JSON.stringify({ ...progress, [name]: undefined }))).toBeNull();
      expect(parseProgress(JSON.stringify({ ...progress, [name]: 'x' }))).toBeNull();
      const now = { ...progress, [name]: name === 'grouping' ? false : 99 };
      expect(changesLists(progress, now)).toBe(true);
    },
  );

  it('does not renew the lists because grouping begins', () => {
    expect(changesLists({ ...progress, grouping: false }, progress)).toBe(false);
  });
});
