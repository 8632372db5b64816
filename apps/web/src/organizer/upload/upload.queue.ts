/** @module The queue of uploads as pure data: what waits, what is sent, how each file ended. */

/** `stored`, `duplicate` and `refused` are the server's answers; `failed` may be tried again. */
export type UploadState = 'waiting' | 'sending' | 'stored' | 'duplicate' | 'refused' | 'failed';

export interface Upload {
  readonly key: number;
  readonly file: File;
  readonly state: UploadState;
  /** Bytes that left the browser, of `file.size`. */
  readonly sent: number;
  /** Why a file was refused or failed, for people. */
  readonly reason: string | null;
  /** True when only the connection was lost: tried again when it is back. */
  readonly offline: boolean;
}

export interface UploadQueue {
  readonly uploads: readonly Upload[];
  readonly nextKey: number;
}

export type UploadAction =
  | { readonly kind: 'added'; readonly files: readonly File[] }
  | { readonly kind: 'started'; readonly key: number }
  | { readonly kind: 'progressed'; readonly key: number; readonly sent: number }
  | {
      readonly kind: 'answered';
      readonly key: number;
      readonly outcome: 'stored' | 'duplicate' | 'refused';
      readonly reason: string | null;
    }
  | { readonly kind: 'failed'; readonly key: number; readonly reason: string; readonly offline: boolean }
  | { readonly kind: 'retried'; readonly which: 'all' | 'offline' | number }
  | { readonly kind: 'removed'; readonly key: number }
  | { readonly kind: 'cleared' };

/** Files sent at once: enough to fill a venue's line, few enough to leave it usable. */
export const PARALLEL_UPLOADS = 3;

export const EMPTY_QUEUE: UploadQueue = { uploads: [], nextKey: 1 };

const isFinished = (upload: Upload): boolean => upload.state === 'stored' || upload.state === 'duplicate';

function change(queue: UploadQueue, key: number, change: Partial<Upload>): UploadQueue {
  const uploads = queue.uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload));
  return { ...queue, uploads };
}

function retried(queue: UploadQueue, which: 'all' | 'offline' | number): UploadQueue {
  const wanted = (upload: Upload): boolean =>
    upload.state === 'failed' &&
    (which === 'all' || upload.key === which || (which === 'offline' && upload.offline));
  const again = { state: 'waiting', sent: 0, reason: null, offline: false } as const;
  return {
    ...queue,
    uploads: queue.uploads.map((upload) => (wanted(upload) ? { ...upload, ...again } : upload)),
  };
}

export function reduceUploads(queue: UploadQueue, action: UploadAction): UploadQueue {
  switch (action.kind) {
    case 'added': {
      const added = action.files.map((file, index): Upload => {
        return { key: queue.nextKey + index, file, state: 'waiting', sent: 0, reason: null, offline: false };
      });
      return { uploads: [...queue.uploads, ...added], nextKey: queue.nextKey + added.length };
    }
    case 'started':
      return change(queue, action.key, { state: 'sending', sent: 0 });
    case 'progressed':
      return change(queue, action.key, { sent: action.sent });
    case 'answered':
      return change(queue, action.key, { state: action.outcome, reason: action.reason });
    case 'failed':
      return change(queue, action.key, {
        state: 'failed',
        sent: 0,
        reason: action.reason,
        offline: action.offline,
      });
    case 'retried':
      return retried(queue, action.which);
    case 'removed':
      return {
        ...queue,
        uploads: queue.uploads.filter((upload) => upload.key !== action.key || upload.state === 'sending'),
      };
    case 'cleared':
      return { ...queue, uploads: queue.uploads.filter((upload) => !isFinished(upload)) };
  }
}

/** The uploads to start now, oldest first. */
export function uploadsToStart(queue: UploadQueue, parallel = PARALLEL_UPLOADS): Upload[] {
  const sending = queue.uploads.filter((upload) => upload.state === 'sending').length;
  const free = Math.max(0, parallel - sending);
  return queue.uploads.filter((upload) => upload.state === 'waiting').slice(0, free);
}

export interface UploadTotals {
  readonly total: number;
  /** Answered by the server, whatever the answer. */
  readonly done: number;
  readonly problems: number;
  readonly failed: number;
  readonly finished: number;
  readonly active: boolean;
  /** Bytes sent and to send, of all uploads in the list. */
  readonly sent: number;
  readonly bytes: number;
}

export function totalsOf({ uploads }: UploadQueue): UploadTotals {
  const count = (...states: UploadState[]): number =>
    uploads.filter((upload) => states.includes(upload.state)).length;
  const bytes = uploads.reduce((sum, upload) => sum + upload.file.size, 0);
  const sent = uploads.reduce(
    (sum, upload) =>
      sum + (upload.state === 'waiting' || upload.state === 'sending' ? upload.sent : upload.file.size),
    0,
  );
  const waiting = count('waiting', 'sending');
  return {
    total: uploads.length,
    done: uploads.length - waiting,
    problems: count('refused', 'failed'),
    failed: count('failed'),
    finished: count('stored', 'duplicate'),
    active: waiting > 0,
    sent,
    bytes,
  };
}

const DISPLAY_ORDER: Readonly<Record<UploadState, number>> = {
  failed: 0,
  refused: 1,
  sending: 2,
  waiting: 3,
  duplicate: 4,
  stored: 5,
};

/** What a person wants to see first: problems, then what is under way, then the rest as it was added. */
export function inDisplayOrder(uploads: readonly Upload[]): Upload[] {
  return uploads.toSorted((a, b) => DISPLAY_ORDER[a.state] - DISPLAY_ORDER[b.state] || a.key - b.key);
}
