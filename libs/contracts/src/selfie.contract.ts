/** @module The selfie request from gateway to embedder (request/response over Redis). */
import { z } from 'zod';
import { boxSchema } from './geometry.contract.js';
import { photoErrorSchema } from './photo-error.contract.js';

export const SELFIE_PATTERN = 'selfie.embed';

/** `image` is the file as base64; `embedder` is the event's model. Never stored, never logged. */
export const selfieRequestSchema = z.object({ embedder: z.string(), image: z.base64() });
export type SelfieRequest = z.infer<typeof selfieRequestSchema>;

/** What is wrong with a face that cannot be told from others, or with the picture that shows none. */
export const selfieFaultSchema = z.enum(['too-small', 'blurred', 'too-dark', 'too-bright', 'turned-away']);
export type SelfieFault = z.infer<typeof selfieFaultSchema>;

export const selfieFaceSchema = z.object({
  /** `[x, y, width, height]` in fractions of the upright picture; may start slightly outside it. */
  box: boxSchema,
  /** Unit-length vector of the event's embedder. */
  embedding: z.array(z.number()),
  /** Null when it is good enough to be searched for. */
  fault: selfieFaultSchema.nullable(),
  /** Square WebP around the face, as base64. */
  crop: z.base64(),
});
export type SelfieFace = z.infer<typeof selfieFaceSchema>;

export const selfieReplySchema = z.discriminatedUnion('outcome', [
  /** The main face, then all others that may be the guest's. */
  z.object({ outcome: z.literal('faces'), faces: z.array(selfieFaceSchema).min(1) }),
  z.object({ outcome: z.literal('no-face'), fault: selfieFaultSchema.nullable() }),
  z.object({ outcome: z.literal('refused'), ...photoErrorSchema.shape }),
]);
export type SelfieReply = z.infer<typeof selfieReplySchema>;
