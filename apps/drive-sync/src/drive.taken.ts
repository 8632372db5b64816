/** @module Drive's answer that an id was used already: what was sent under it has arrived. */
import { z } from 'zod';

const statusSchema = z.object({
  status: z.number().optional(),
  response: z.object({ status: z.number().optional() }).optional(),
});

export function isTaken(error: unknown): boolean {
  const parsed = statusSchema.safeParse(error).data;
  return (parsed?.response?.status ?? parsed?.status) === 409;
}
