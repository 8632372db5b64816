/** @module The files of the uploader as rows of a list, and their totals. Pure. */
import type { UploadEnding } from './upload.answer.js';

/** `missing`: the page was reloaded and the browser kept no copy; choosing the file again resumes where it stopped. */
export type UploadState =
  | 'waiting'
  | 'sending'
  | 'paused'
  | 'stored'
  | 'duplicate'
  | 'refused'
  | 'failed'
  | 'offline'
  | 'missing';

export interface UploadRow {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly state: UploadState;
  /** Bytes that have arrived, of `size`. */
  readonly sent: number;
  /** Why a file was refused or failed, written for people. */
  readonly reason: string | null;
}

/** The part of an Uppy file that a row needs. */
export interface UploadFile {
  readonly id: string;
  readonly name?: string | undefined;
  readonly size: number | null;
  readonly error?: string | null | undefined;
  readonly isPaused?: boolean | undefined;
  readonly isGhost?: boolean | undefined;
  readonly progress: {
    readonly uploadComplete?: boolean | undefined;
    readonly bytesUploaded?: number | false | undefined;
  };
  readonly meta: { readonly ending?: UploadEnding | undefined };
}

function stateOf({ error, isPaused, isGhost, progress, meta: { ending } }: UploadFile): UploadState {
  if (ending) return ending.kind;
  if (isGhost) return 'missing';
  if (progress.uploadComplete) return 'stored';
  if (error) return 'failed';
  if (isPaused) return 'paused';
  return progress.bytesUploaded ? 'sending' : 'waiting';
}

export function rowOf(file: UploadFile): UploadRow {
  const state = stateOf(file);
  const { ending } = file.meta;
  const size = file.size ?? 0;
  const done = state === 'stored' || state === 'duplicate';
  return {
    ...{ id: file.id, name: file.name ?? '', size, state },
    sent: done ? size : Math.min(size, file.progress.bytesUploaded || 0),
    reason: ending && 'reason' in ending ? ending.reason : null,
  };
}

const ACTIVE: ReadonlySet<UploadState> = new Set(['waiting', 'sending', 'paused']);
const FINISHED: ReadonlySet<UploadState> = new Set(['stored', 'duplicate']);
const RETRYABLE: ReadonlySet<UploadState> = new Set(['failed', 'offline']);

export const isFinished = ({ state }: UploadRow): boolean => FINISHED.has(state);
export const mayRetry = ({ state }: UploadRow): boolean => RETRYABLE.has(state);
export const isProblem = (row: UploadRow): boolean =>
  mayRetry(row) || row.state === 'refused' || row.state === 'missing';

export interface UploadTotals {
  readonly total: number;
  /** Files answered by the server, whatever the answer. */
  readonly done: number;
  readonly problems: number;
  readonly failed: number;
  readonly missing: number;
  readonly finished: number;
  readonly active: boolean;
  /** Bytes sent and to send, over all uploads in the list. */
  readonly sent: number;
  readonly bytes: number;
}

export function totalsOf(rows: readonly UploadRow[]): UploadTotals {
  const count = (which: (row: UploadRow) => boolean): number => rows.filter(which).length;
  const waiting = count(({ state }) => ACTIVE.has(state));
  return {
    total: rows.length,
    done: rows.length - waiting,
    problems: count(isProblem),
    failed: count(mayRetry),
    missing: count(({ state }) => state === 'missing'),
    finished: count(isFinished),
    active: waiting > 0,
    sent: rows.reduce((sum, row) => sum + (ACTIVE.has(row.state) ? row.sent : row.size), 0),
    bytes: rows.reduce((sum, row) => sum + row.size, 0),
  };
}

const DISPLAY_ORDER: Readonly<Record<UploadState, number>> = {
  ...{
    failed: 0,
    offline: 0,
    refused: 1,
    missing: 2,
    sending: 3,
    paused: 4,
    waiting: 5,
    duplicate: 6,
    stored: 7,
  },
};

/** What a person wants to see first: problems, then what is in progress, then the rest in the order it was added. */
export function inDisplayOrder(rows: readonly UploadRow[]): UploadRow[] {
  return rows.toSorted((a, b) => DISPLAY_ORDER[a.state] - DISPLAY_ORDER[b.state]);
}
