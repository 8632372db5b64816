/** @module What a job is about: the one id of its payload. */
import { jobContracts, type JobPayload, type QueueName } from '@visage/contracts/job.contract';

/** @throws ZodError when the payload is not one of this queue. */
export function parsePayload<Q extends QueueName>(queue: Q, payload: unknown): JobPayload<Q> {
  // the schema of Q parses to the payload of Q; TypeScript does not relate the two lookups
  return jobContracts[queue].payload.parse(payload) as JobPayload<Q>;
}

export function subjectOf<Q extends QueueName>(payload: JobPayload<Q>): string {
  return Object.values(payload).join(':');
}

/** @throws ZodError when the id is none of this queue's. */
export function payloadOf<Q extends QueueName>(queue: Q, subjectId: string): JobPayload<Q> {
  const keys = Object.keys(jobContracts[queue].payload.shape);
  return parsePayload(queue, Object.fromEntries(keys.map((key) => [key, subjectId])));
}
