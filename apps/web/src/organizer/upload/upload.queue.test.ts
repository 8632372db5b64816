import { describe, expect, it } from 'vitest';
import {
  EMPTY_QUEUE,
  inDisplayOrder,
  reduceUploads,
  totalsOf,
  type UploadAction,
  type UploadQueue,
  uploadsToStart,
} from './upload.queue.js';

const file = (name: string, bytes = 10): File => new File([new Uint8Array(bytes)], name);
const after = (actions: readonly UploadAction[]): UploadQueue => actions.reduce(reduceUploads, EMPTY_QUEUE);
const five: UploadAction = { kind: 'added', files: ['a', 'b', 'c', 'd', 'e'].map((name) => file(name)) };
const states = (queue: UploadQueue): string[] => queue.uploads.map((upload) => upload.state);

describe('the queue of uploads', () => {
  it('sends three files at once, in the order they were dropped', () => {
    const queue = after([five]);
    expect(uploadsToStart(queue).map((upload) => upload.file.name)).toEqual(['a', 'b', 'c']);
    const started = after([five, { kind: 'started', key: 1 }, { kind: 'started', key: 2 }]);
    expect(uploadsToStart(started).map((upload) => upload.file.name)).toEqual(['c']);
  });

  it('starts the next file when one is answered, also when it was refused', () => {
    const queue = after([
      five,
      { kind: 'started', key: 1 },
      { kind: 'started', key: 2 },
      { kind: 'started', key: 3 },
      { kind: 'answered', key: 2, outcome: 'refused', reason: 'Not a photo.' },
    ]);
    expect(uploadsToStart(queue).map((upload) => upload.file.name)).toEqual(['d']);
    expect(queue.uploads[1]).toMatchObject({ state: 'refused', reason: 'Not a photo.' });
  });

  it('retries one failed file or all of them, and never a refused one', () => {
    const failed: UploadAction[] = [
      five,
      { kind: 'failed', key: 1, reason: 'Server busy.', offline: false },
      { kind: 'failed', key: 2, reason: 'Connection lost.', offline: true },
      { kind: 'answered', key: 3, outcome: 'refused', reason: 'Not a photo.' },
    ];
    expect(states(after([...failed, { kind: 'retried', which: 1 }])).slice(0, 3)).toEqual([
      'waiting',
      'failed',
      'refused',
    ]);
    expect(states(after([...failed, { kind: 'retried', which: 'offline' }])).slice(0, 3)).toEqual([
      'failed',
      'waiting',
      'refused',
    ]);
    const all = after([...failed, { kind: 'retried', which: 'all' }]);
    expect(states(all).slice(0, 3)).toEqual(['waiting', 'waiting', 'refused']);
    expect(all.uploads[0]?.reason).toBeNull();
  });

  it('keeps keys unique when files are added after others were cleared', () => {
    const queue = after([
      { kind: 'added', files: [file('a')] },
      { kind: 'answered', key: 1, outcome: 'stored', reason: null },
      { kind: 'cleared' },
      { kind: 'added', files: [file('b')] },
    ]);
    expect(queue.uploads.map((upload) => upload.key)).toEqual([2]);
  });

  it('clears what is finished and keeps problems in sight', () => {
    const queue = after([
      five,
      { kind: 'answered', key: 1, outcome: 'stored', reason: null },
      { kind: 'answered', key: 2, outcome: 'duplicate', reason: null },
      { kind: 'failed', key: 3, reason: 'Lost.', offline: true },
      { kind: 'cleared' },
    ]);
    expect(queue.uploads.map((upload) => upload.file.name)).toEqual(['c', 'd', 'e']);
  });

  it('does not take a file off the list while it is being sent', () => {
    const queue = after([
      five,
      { kind: 'started', key: 1 },
      { kind: 'removed', key: 1 },
      { kind: 'removed', key: 2 },
    ]);
    expect(queue.uploads.map((upload) => upload.file.name)).toEqual(['a', 'c', 'd', 'e']);
  });

  it('counts bytes so that the bar is full exactly when everything is answered', () => {
    const two: UploadAction = { kind: 'added', files: [file('a', 100), file('b', 300)] };
    const half = after([two, { kind: 'started', key: 2 }, { kind: 'progressed', key: 2, sent: 150 }]);
    expect(totalsOf(half)).toMatchObject({ total: 2, done: 0, active: true, sent: 150, bytes: 400 });
    const done = after([
      two,
      { kind: 'answered', key: 1, outcome: 'stored', reason: null },
      { kind: 'failed', key: 2, reason: 'Lost.', offline: true },
    ]);
    expect(totalsOf(done)).toMatchObject({
      done: 2,
      problems: 1,
      failed: 1,
      finished: 1,
      active: false,
      sent: 400,
    });
  });

  it('shows problems first', () => {
    const queue = after([
      five,
      { kind: 'started', key: 2 },
      { kind: 'failed', key: 4, reason: 'Lost.', offline: true },
    ]);
    expect(inDisplayOrder(queue.uploads).map((upload) => upload.file.name)).toEqual([
      'd',
      'b',
      'a',
      'c',
      'e',
    ]);
  });
});
