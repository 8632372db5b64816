/** @module Any thrown thing -> the problem that is answered. */
import { HttpException } from '@nestjs/common';
import { CursorError } from '@visage/database/client/cursor.error';
import { ProblemError } from './problem.error.js';

const unexpected =
  'Something went wrong on our side. Please try again; if it happens again, tell the organizer.';

const known: Record<number, { code: string; detail: string }> = {
  400: { code: 'bad-request', detail: 'The request could not be read: is its body valid JSON?' },
  404: { code: 'no-such-route', detail: 'There is nothing at this address.' },
  413: { code: 'too-large', detail: 'The request is larger than this address accepts.' },
  415: { code: 'unsupported-encoding', detail: 'The body has an encoding that is not understood here.' },
};

export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof CursorError) {
    return new ProblemError(
      400,
      'bad-cursor',
      'The cursor is not one that a page gave; start again without it.',
    );
  }
  const status = statusOf(error);
  const { code, detail } = known[status] ?? { code: 'refused', detail: 'The request was refused.' };
  if (status < 500) return new ProblemError(status, code, detail, { cause: error });
  return new ProblemError(500, 'internal', unexpected, { cause: error });
}

/** Express and its body parsers throw errors with a `status`. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return 500;
}
