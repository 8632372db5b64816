/** @module What the server's answer means for a file of the list. */
import { ALREADY_THERE, UPLOAD_OUTCOME_HEADER, type UploadOutcome } from '@visage/contracts/upload.protocol';
import { apiErrorOf } from '../api/api.error.js';

/** `offline`: the connection was lost; `failed` may be retried; the others are final. */
export type UploadEnding =
  | { readonly kind: 'stored' | 'duplicate' | 'offline' }
  | { readonly kind: 'refused' | 'failed'; readonly reason: string };

/** The part of XMLHttpRequest that is read. */
interface Answer {
  readonly status: number;
  readonly responseText: string;
  getResponseHeader(name: string): string | null;
}

export function endingOf(answer: Answer): UploadEnding {
  const duplicate: UploadOutcome = 'duplicate';
  return { kind: answer.getResponseHeader(UPLOAD_OUTCOME_HEADER) === duplicate ? duplicate : 'stored' };
}

/** A refused file stays refused; an ended session, a server that is down, or too many requests may pass. */
const TRANSIENT: ReadonlySet<number> = new Set([401, 408, 423, 429]);

export function failureOf(answer: Answer | undefined): UploadEnding {
  if (!answer || answer.status === 0) return { kind: 'offline' };
  const { status } = answer;
  const { code, message } = apiErrorOf(status, bodyOf(answer.responseText));
  if (code === ALREADY_THERE) return { kind: 'duplicate' };
  return { kind: status >= 500 || TRANSIENT.has(status) ? 'failed' : 'refused', reason: message };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
