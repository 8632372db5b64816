/** @module The selfie request from gateway to embedder (request/response over Redis). */
import { z } from 'zod';

export const SELFIE_PATTERN = 'selfie.embed';

/** `image` is the file as base64; `embedder` is the event's model. Never stored, never logged. */
export const selfieRequestSchema = z.object({ embedder: z.string(), image: z.base64() });
export type SelfieRequest = z.infer<typeof selfieRequestSchema>;

export const selfieReplySchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('face'),
    /** Unit-length vector of the event's embedder. */
    embedding: z.array(z.number()),
    quality: z.number(),
    faces: z.number().int(),
  }),
  z.object({ outcome: z.literal('no-face') }),
  z.object({ outcome: z.literal('refused'), reason: z.string() }),
]);
export type SelfieReply = z.infer<typeof selfieReplySchema>;
