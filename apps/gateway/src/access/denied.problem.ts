/** @module A refusal of `@visage/access` -> the problem that is answered. */
import type { Denied, DenyReason } from '@visage/access/access.reason';
import { notFound, ProblemError } from '../http/problem.error.js';

const statuses: Partial<Record<DenyReason, number>> = {
  'not-signed-in': 401,
  'share-revoked': 410,
  'person-withheld': 410,
  'code-revoked': 410,
  expired: 410,
};

/** These would tell a stranger that something exists. */
const hidden: ReadonlySet<DenyReason> = new Set([
  'other-event',
  'not-your-event',
  'not-approved',
  'outside-scope',
  'withheld',
  'not-looked-at',
]);

/** @param what the noun for people, where its existence is not to be told. */
export function deniedProblem({ reason, text, opensAt }: Denied, what: string): ProblemError {
  if (hidden.has(reason)) return notFound(what);
  return new ProblemError(statuses[reason] ?? 403, reason, text, { opensAt });
}
