/** @module The register of consents: who agreed to the face search, to which text, when, and how that ended. */
import { z } from 'zod';

/** `narrowed`: it goes on, but without being looked for in photos that come later. */
export const consentDeedSchema = z.enum(['given', 'withdrawn', 'narrowed']);
export type ConsentDeed = z.infer<typeof consentDeedSchema>;

/**
 * Given by the person (`self`) or a parent; narrowed by the organizer, who erased what was kept for it; withdrawn by the guest, by the organizer, because the faces of the event ended
 * (`retention`), or with the event (`erasure`).
 */
export const consentHandSchema = z.enum(['self', 'parent', 'guest', 'organizer', 'retention', 'erasure']);
export type ConsentHand = z.infer<typeof consentHandSchema>;

/** One entry of a chain: `hash` is SHA-256 of all that stands before it, as canonical JSON (RFC 8785); see consent.chain.ts. */
export const consentEntrySchema = z.object({
  /** Place in the chain, from 1 on. */
  number: z.number().int().positive(),
  at: z.iso.datetime(),
  deed: consentDeedSchema,
  /** A pseudonym: a keyed hash that tells nobody who it is. */
  who: z.string(),
  eventId: z.uuid(),
  /** Of the text that was agreed to. */
  version: z.string(),
  by: consentHandSchema,
  /** Also to be looked for in photos that come later. */
  keepLooking: z.boolean(),
  /** The hash of the entry before; zeros for the first. */
  previous: z.string(),
  hash: z.string(),
});
export type ConsentEntry = z.infer<typeof consentEntrySchema>;

export const consentQuerySchema = z.object({
  /** Entries before this number. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ConsentQuery = z.infer<typeof consentQuerySchema>;

/** Newest first. */
export const consentPageSchema = z.object({
  entries: z.array(consentEntrySchema),
  /** For `before`; null = there are no older ones. */
  older: z.number().int().nullable(),
});
export type ConsentPage = z.infer<typeof consentPageSchema>;

export const consentCheckSchema = z.object({
  entries: z.number().int(),
  /** Hash of the newest entry; to be kept elsewhere, as it vouches for all before it. Null = there is none. */
  head: z.string().nullable(),
  /** Number of the first entry that is not as it was written, or that is missing; null = the chain is whole. */
  broken: z.number().int().nullable(),
});
export type ConsentCheck = z.infer<typeof consentCheckSchema>;
