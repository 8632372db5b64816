/** @module Errors over HTTP: RFC 9457 problem details. */
import { z } from 'zod';

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What happened and what the person can do. */
  detail: z.string(),
  /** Stable code for programs. */
  code: z.string(),
  /** Of a link that is not open yet. */
  opensAt: z.iso.datetime().optional(),
  /** Fields of the request that are wrong. */
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
