/** @module Parses body, query and path parameters by the zod schema their decorator names. */
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ProblemError } from './problem.error.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: (issues) => problemOfIssues(issues) });
}

export function problemOfIssues(issues: readonly Issue[]): ProblemError {
  const fields = issues.slice(0, 20).map(({ message, path = [] }) => ({
    path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    message,
  }));
  const detail = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  return new ProblemError(422, 'invalid-request', `The request is not valid. ${detail}`, { fields });
}
