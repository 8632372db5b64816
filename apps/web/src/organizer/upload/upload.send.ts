/** @module One file to the server, with progress. XMLHttpRequest, as fetch does not tell how much was sent. */
import type { PhotoUpload } from '@visage/contracts/photo.contract';
import { ApiError, apiErrorOf, unreachable } from '../../api/api.error.js';
import { photosUrl } from '../../api/photo.api.js';

export type UploadAnswer = Pick<PhotoUpload, 'outcome' | 'reason'>;

export type SendUpload = (
  eventId: string,
  file: File,
  onSent: (bytes: number) => void,
) => Promise<UploadAnswer>;

const OUTCOMES: readonly unknown[] = ['stored', 'duplicate', 'refused'];

function isAnswer(value: unknown): value is UploadAnswer {
  return (
    typeof value === 'object' && value !== null && 'outcome' in value && OUTCOMES.includes(value.outcome)
  );
}

/** The answer to the one file of the request. */
export function answerOf(body: unknown): UploadAnswer {
  const uploads: unknown =
    typeof body === 'object' && body !== null && 'uploads' in body ? body.uploads : null;
  const first: unknown = Array.isArray(uploads) ? uploads[0] : null;
  if (!isAnswer(first)) throw apiErrorOf(502, body);
  return { outcome: first.outcome, reason: first.reason ?? null };
}

/** Throws `ApiError`; status 0 when the connection was lost. */
export const sendUpload: SendUpload = (eventId, file, onSent) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', photosUrl(eventId));
    request.responseType = 'json';
    request.upload.onprogress = (event) => onSent(Math.min(event.loaded, file.size));
    request.onerror = () => reject(unreachable());
    request.ontimeout = () => reject(unreachable());
    request.onabort = () => reject(new ApiError(0, 'aborted'));
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status < 200 || request.status >= 300) return reject(apiErrorOf(request.status, body));
      try {
        resolve(answerOf(body));
      } catch (error) {
        reject(error instanceof Error ? error : unreachable());
      }
    };
    const form = new FormData();
    form.append('files', file, file.name);
    request.send(form);
  });
