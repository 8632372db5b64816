/** @module The one error of the API: what a person can be told. */
import type { Problem } from '@visage/contracts/problem.contract';
import { texts } from '../texts/texts.js';

/** `message` is made for people. `status` is 0 when the server was not reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly fields: ReadonlyMap<string, string> = new Map(),
  ) {
    super(message);
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string';
}

/** `body` is the parsed answer, or whatever else came (a proxy's HTML page, nothing). */
export function apiErrorOf(status: number, body: unknown): ApiError {
  if (!isProblem(body)) return new ApiError(status, texts.common.unexpected(status));
  const detail = body.opensAt ? texts.guest.opensAt(body.opensAt) : wordsFor(body.code, body.detail);
  const fields = new Map(
    // a field that says the whole of it says it in the same words
    body.fields?.map(({ path, message }) => [path, message === body.detail ? detail : message]),
  );
  return new ApiError(status, detail, body.code, fields);
}

/** The reader's own words for a code of the server; the server's, which are English, where there are none. */
export function wordsFor(code: string, said: string): string {
  return texts.reasons[code] ?? said;
}

export function unreachable(): ApiError {
  return new ApiError(0, texts.common.offline);
}

/** What the server says of single fields; empty for any other error. */
export function fieldErrorsOf(error: unknown): ReadonlyMap<string, string> {
  return error instanceof ApiError ? error.fields : new Map<string, string>();
}

/** Whether the same may go well in a moment: no connection, too many requests, or a server in trouble. */
export function mayPass(error: unknown): boolean {
  const status = error instanceof ApiError ? error.status : 0;
  return status === 0 || status === 429 || status >= 500;
}

/** The sentence to show for anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiError ? error.message : texts.common.crashed;
}
