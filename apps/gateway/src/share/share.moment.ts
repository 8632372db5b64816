/** @module Moments that an organizer chooses for a share or a code. */
import { problemOfIssues } from '../http/validation.pipe.js';

/** @throws ProblemError when the moment lies in the past: nobody could ever use the link. */
export function futureMoment(until: string, now: Date, field = 'until'): Date {
  if (Date.parse(until) > now.getTime()) return new Date(until);
  throw problemOfIssues([{ path: [field], message: 'This moment has passed; choose a later one.' }]);
}
