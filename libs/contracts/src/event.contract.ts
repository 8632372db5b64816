/** @module An event: one gallery, one set of people, one data key. */
import { z } from 'zod';
import { accentSchema } from './accent.contract.js';
import { zoneNameSchema } from './camera.contract.js';
import { FACES_DAYS, facesDaysSchema, photosDaysSchema } from './retention.contract.js';

export const eventCreateSchema = z.object({
  name: z.string().trim().min(1).max(200),
  /** Day of the event, ISO 8601. */
  date: z.iso.date().optional(),
  /** Where times of photos without a zone are from, until photos tell one; absent or not known = the server's. */
  zone: zoneNameSchema.optional(),
  /** Embedder from the model manifest, fixed for the event; absent = the installation's own. */
  embedder: z.string().min(1).max(100).optional(),
  /** False: no face of the event is ever looked for, so nobody is grouped or found in it; absent = true. */
  faces: z.boolean().optional(),
  /** True: originals and all pictures made of them lie encrypted in the storage; for good, and absent = false. */
  encrypted: z.boolean().optional(),
  /** Days after the event until its faces end; longer needs a reason, which is asked for when that changes. */
  facesDays: facesDaysSchema.max(FACES_DAYS, 'Faces may be kept longer later on, with a reason.').optional(),
  /** Days after the event until it ends with its photos; absent or null = never. */
  photosDays: photosDaysSchema.optional(),
});
export type EventCreate = z.infer<typeof eventCreateSchema>;

export const eventUpdateSchema = z.object({ holdPhotos: z.boolean() });
export type EventUpdate = z.infer<typeof eventUpdateSchema>;

/** How far the photos of an event have got; the numbers add up: `photos = done + pending + failed`. */
export const eventProgressSchema = z.object({
  photos: z.number().int(),
  done: z.number().int(),
  pending: z.number().int(),
  failed: z.number().int(),
  faces: z.number().int(),
  people: z.number().int(),
  /** True while a grouping run is due or running. */
  grouping: z.boolean(),
});
export type EventProgress = z.infer<typeof eventProgressSchema>;

/** The asking user's role in an event; administrators may do everything in those of others. */
export const eventPartSchema = z.enum(['owner', 'collaborator', 'admin']);
export type EventPart = z.infer<typeof eventPartSchema>;

export const eventSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  date: z.string().nullable(),
  /** Of its guest pages and prints; null = the default colour. */
  accent: accentSchema.nullable(),
  createdAt: z.iso.datetime(),
  embedder: z.string(),
  /** New photos are shown to guests once they are approved. */
  holdPhotos: z.boolean(),
  /** Its photos lie encrypted in the storage. */
  encrypted: z.boolean(),
  part: eventPartSchema,
  /** Null if the event is the asking user's own. */
  ownerName: z.string().nullable(),
  progress: eventProgressSchema,
});
export type Event = z.infer<typeof eventSchema>;

/** An event as administrators see it among all others. */
export const managedEventSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  date: z.string().nullable(),
  createdAt: z.iso.datetime(),
  /** In the trash since then; null = not deleted. */
  deletedAt: z.iso.datetime().nullable(),
  ownerName: z.string(),
  ownerEmail: z.string(),
  /** Including those in the trash, here and in the bytes. */
  photos: z.number().int(),
  failed: z.number().int(),
  pending: z.number().int(),
  /** Total size of the originals. */
  bytes: z.number().int(),
});
export type ManagedEvent = z.infer<typeof managedEventSchema>;
/** Newest first. */
export const managedEventsSchema = z.object({ events: z.array(managedEventSchema) });
export type ManagedEvents = z.infer<typeof managedEventsSchema>;

export const eventsSchema = z.object({ events: z.array(eventSchema) });
export type Events = z.infer<typeof eventsSchema>;
