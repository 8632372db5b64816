/** @module A refusal that the person is told of, as RFC 9457 problem details. */
import type { Problem } from '@visage/contracts/problem.contract';

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  416: 'Range not satisfiable',
  422: 'Invalid request',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param code stable, for programs.
   * @param detail what happened and what the person can do.
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly more: Pick<Problem, 'fields' | 'opensAt'> & {
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${detail}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.headers = more.headers ?? {};
  }

  toProblem(): Problem {
    const { fields, opensAt } = this.more;
    const base = { type: 'about:blank', title: titles[this.status] ?? 'Error', status: this.status };
    return {
      ...base,
      detail: this.detail,
      code: this.code,
      ...(opensAt && { opensAt }),
      ...(fields && { fields }),
    };
  }
}

/** The same answer for what does not exist and for what is somebody else's, so that ids tell nothing. */
export function notFound(what: string): ProblemError {
  return new ProblemError(404, 'not-found', `There is no such ${what}, or it is not yours to see.`);
}
