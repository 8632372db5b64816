/** @module Queues as administrators see them: how full they are, and what failed for good. */
import { z } from 'zod';
import { queueNames } from './job.contract.js';

export const queueNameSchema = z.enum(queueNames);

export const queueStateSchema = z.object({
  name: queueNameSchema,
  waiting: z.number().int(),
  active: z.number().int(),
  /** Waiting for their next try, or for their delay to end. */
  delayed: z.number().int(),
  failed: z.number().int(),
});
export type QueueState = z.infer<typeof queueStateSchema>;
export const queueStatesSchema = z.object({ queues: z.array(queueStateSchema) });
export type QueueStates = z.infer<typeof queueStatesSchema>;

export const jobFailureSchema = z.object({
  id: z.string(),
  /** The photo, event or run that the job is about. */
  subjectId: z.string(),
  reason: z.string(),
  attempts: z.number().int(),
  failedAt: z.iso.datetime(),
});
export type JobFailure = z.infer<typeof jobFailureSchema>;
/** Newest first. */
export const jobFailuresSchema = z.object({ failures: z.array(jobFailureSchema) });
export type JobFailures = z.infer<typeof jobFailuresSchema>;
