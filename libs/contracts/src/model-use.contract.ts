/** @module The models of this installation, as administrators see them. */
import { z } from 'zod';
import { modelEntrySchema } from './model.contract.js';

const { name, role, version, licence, homepage } = modelEntrySchema.shape;

export const modelUseSchema = z.object({
  ...{ name, role, version, licence, homepage },
  /** Embedders: the cosine at which two faces count as one person; null for other roles. */
  threshold: z.number().nullable(),
  thresholdSource: z.string().nullable(),
  /** Used by photos that arrive now, or by events created now. */
  current: z.boolean(),
  /** Embedders: existing events whose faces it compares. */
  events: z.number().int(),
});
export type ModelUse = z.infer<typeof modelUseSchema>;
export const modelUsesSchema = z.object({ models: z.array(modelUseSchema) });
export type ModelUses = z.infer<typeof modelUsesSchema>;
