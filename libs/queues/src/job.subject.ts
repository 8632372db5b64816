/** @module What a job is about: the one id of its payload. */
import { jobSchemas, type JobPayload, type QueueName } from '@visage/contracts/job.contract';

/** @throws ZodError when the payload is not one of this queue. */
export function parsePayload<Q extends QueueName>(queue: Q, payload: unknown): JobPayload<Q> {
  // the schema of Q parses to the payload of Q; TypeScript does not relate the two lookups
  return jobSchemas[queue].parse(payload) as JobPayload<Q>;
}

export function subjectOf<Q extends QueueName>(payload: JobPayload<Q>): string {
  return Object.values(payload).join(':');
}
