/**
 * @module An uploader: Uppy with tus. It keeps the files in the browser until they are sent, so that a reloaded page
 * resumes, and asks the server whether it has a photo before sending a byte of it.
 */
import { Uppy } from '@uppy/core';
import GoldenRetriever from '@uppy/golden-retriever';
import Tus, { type TusBody } from '@uppy/tus';
import { ALREADY_THERE, REPR_DIGEST_HEADER, UPLOAD_CHUNK_BYTES } from '@visage/contracts/upload.protocol';
import { reprDigestOf } from './file.digest.js';
import { refusalOf } from './file.refusal.js';
import { endingOf, failureOf, type UploadEnding } from './upload.answer.js';
import { rowOf, isFinished, mayRetry, totalsOf, type UploadRow } from './upload.row.js';

/** Files sent at once: enough to fill a venue's line, few enough to leave it usable. */
const PARALLEL = 4;
/** A gateway that is restarted is back within these. */
const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000];
/** What the browser keeps of files until they are sent; what does not fit has to be chosen again after a reload. */
const KEPT: { name?: string; maxFileSize: number; maxTotalSize: number } = {
  maxFileSize: 256 * 1024 ** 2,
  maxTotalSize: 4 * 1024 ** 3,
};
const KEPT_MS = 3 * 24 * 60 * 60_000;
/** Nobody can see thousands of progress events per second. */
const REDRAW_MS = 150;

interface FileMeta extends Record<string, unknown> {
  name?: string;
  album: string;
  ending?: UploadEnding;
}

/** A file and the folder it came from; that becomes its album. */
export interface FileToSend {
  readonly file: File;
  readonly album: string;
}

export interface UploadList {
  readonly rows: readonly UploadRow[];
  readonly paused: boolean;
}

/** Everything that failed, only what lost its connection, or one file. */
export type RetryChoice = 'all' | 'offline' | { readonly id: string };

export interface Uploader {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => UploadList;
  readonly add: (files: readonly FileToSend[]) => void;
  readonly setPaused: (paused: boolean) => void;
  readonly retry: (which: RetryChoice) => void;
  readonly remove: (id: string) => void;
  readonly clearFinished: () => void;
  /** Forgets everything, including what the browser keeps. */
  readonly close: () => void;
}

/** Ends an upload before a byte of it is sent. */
class NotSent extends Error {}

/** @param endpoint where uploads are created. @param id under which the browser keeps the files. */
export function createUploader(endpoint: string, id: string): Uploader {
  /** Why files are not sent, until their end is known. */
  const refusals = new Map<string, string>();
  const uppy = new Uppy<FileMeta, TusBody>({ id, autoProceed: true, allowMultipleUploadBatches: true });
  uppy.use(GoldenRetriever, { expires: KEPT_MS, indexedDB: KEPT });
  uppy.use(Tus, {
    endpoint,
    limit: PARALLEL,
    chunkSize: UPLOAD_CHUNK_BYTES,
    retryDelays: RETRY_MS,
    removeFingerprintOnSuccess: true,
    allowedMetaFields: ['name', 'album'],
    onBeforeRequest: async (request, { id: fileId, data }) => {
      if (request.getMethod() !== 'POST' || !(data instanceof Blob)) return;
      const refusal = await refusalOf(data);
      if (refusal !== null) {
        refusals.set(fileId, refusal);
        throw new NotSent();
      }
      request.setHeader(REPR_DIGEST_HEADER, await reprDigestOf(data));
    },
    onShouldRetry: (error, _attempt, _options, next) =>
      !('causingError' in error && error.causingError instanceof NotSent) &&
      !error.originalResponse?.getBody().includes(`"${ALREADY_THERE}"`) &&
      next(error),
  });

  const end = (fileId: string, ending: UploadEnding): void => {
    const file = uppy.getFile(fileId);
    if (!file) return;
    const meta = { ...file.meta, ending };
    if (ending.kind !== 'duplicate') return uppy.setFileState(fileId, { meta });
    const { size } = file;
    const done = { uploadStarted: Date.now(), uploadComplete: true, complete: true } as const;
    const progress = { ...done, percentage: 100, bytesUploaded: size ?? 0, bytesTotal: size };
    uppy.setFileState(fileId, { meta, error: null, progress });
  };
  uppy.on('upload-success', (file, response) => {
    if (file && response.body) end(file.id, endingOf(response.body.xhr));
  });
  uppy.on('upload-error', (file, _error, response) => {
    if (!file) return;
    const reason = refusals.get(file.id);
    refusals.delete(file.id);
    end(file.id, reason === undefined ? failureOf(response?.body?.xhr) : { kind: 'refused', reason });
  });
  // the files of the page before it was reloaded
  uppy.on('restored', () => uppy.emit('restore-confirmed'));

  const listeners = new Set<() => void>();
  let list: UploadList = { rows: [], paused: false };
  let redraw: number | undefined;
  const draw = (): void => {
    redraw = undefined;
    list = { rows: uppy.getFiles().map(rowOf), paused: list.paused };
    for (const listener of listeners) listener();
  };
  uppy.on('state-update', () => {
    redraw ??= window.setTimeout(draw, REDRAW_MS);
  });

  const rows = (): UploadRow[] => uppy.getFiles().map(rowOf);
  const clearFinished = (): void => {
    for (const row of rows()) if (isFinished(row)) uppy.removeFile(row.id);
  };
  const again = (fileId: string): void => {
    const { ending: _, ...meta } = uppy.getFile(fileId).meta;
    uppy.setFileState(fileId, { meta });
    // the events above report its end
    uppy.retryUpload(fileId).catch(() => undefined);
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => list,
    add: (files) => {
      if (!totalsOf(rows()).active) clearFinished();
      uppy.addFiles(
        files.map(({ file, album }) => ({
          ...{ source: 'page', name: file.name, type: file.type, data: file },
          // distinguishes files of the same name in several folders
          meta: { album, relativePath: album === '' ? null : `${album}/${file.name}` },
        })),
      );
    },
    setPaused: (paused) => {
      list = { ...list, paused };
      if (paused) uppy.pauseAll();
      else uppy.resumeAll();
      draw();
    },
    retry: (which) => {
      const wanted = (row: UploadRow): boolean =>
        mayRetry(row) &&
        (typeof which === 'object' ? which.id === row.id : which === 'all' || row.state === 'offline');
      for (const row of rows().filter(wanted)) again(row.id);
    },
    remove: (fileId) => uppy.removeFile(fileId),
    clearFinished,
    close: () => {
      window.clearTimeout(redraw);
      uppy.cancelAll();
      uppy.destroy();
    },
  };
}
