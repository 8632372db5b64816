/** @module Runs an event's queue of uploads; lives on while the organizer walks through other pages. */
import { ApiError, messageOf } from '../../api/api.error.js';
import { texts } from '../../texts/texts.js';
import {
  EMPTY_QUEUE,
  reduceUploads,
  type UploadAction,
  type UploadQueue,
  uploadsToStart,
} from './upload.queue.js';
import type { SendUpload } from './upload.send.js';

export interface UploadStore {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => UploadQueue;
  readonly dispatch: (action: UploadAction) => void;
}

export function createUploadStore(eventId: string, send: SendUpload): UploadStore {
  let queue: UploadQueue = EMPTY_QUEUE;
  const listeners = new Set<() => void>();

  const dispatch = (action: UploadAction): void => {
    queue = reduceUploads(queue, action);
    startNext();
    for (const listener of listeners) listener();
  };

  const startNext = (): void => {
    for (const { key, file } of uploadsToStart(queue)) {
      queue = reduceUploads(queue, { kind: 'started', key });
      send(eventId, file, (sent) => dispatch({ kind: 'progressed', key, sent })).then(
        ({ outcome, reason }) => dispatch({ kind: 'answered', key, outcome, reason }),
        (error: unknown) => {
          const offline = error instanceof ApiError && error.status === 0;
          dispatch({ kind: 'failed', key, offline, reason: offline ? texts.upload.lost : messageOf(error) });
        },
      );
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => queue,
    dispatch,
  };
}
