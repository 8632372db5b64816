/** @module How long an event is kept: its faces, and its photos. Days are those of the event's zone. */
import { z } from 'zod';

/** Faces end so many days after the event, unless the organizer says something else. */
export const FACES_DAYS = 30;
/** Organizers are told so many days before an end, the earlier time first. */
export const NOTICE_DAYS = [14, 3] as const;

export const facesDaysSchema = z.number().int().min(1).max(3650);
/** Null = until somebody deletes them. */
export const photosDaysSchema = z.number().int().min(1).max(36_500).nullable();

export const retainedKindSchema = z.enum(['faces', 'photos']);
export type RetainedKind = z.infer<typeof retainedKindSchema>;

/** What ends soon, told until somebody has read it. */
export const retentionNoticeSchema = z.object({
  what: retainedKindSchema,
  /** The last day on which it is there. */
  lastDay: z.iso.date(),
});
export type RetentionNotice = z.infer<typeof retentionNoticeSchema>;

export const eventRetentionSchema = z.object({
  /** Days after the event. */
  facesDays: facesDaysSchema,
  photosDays: photosDaysSchema,
  /** The last day of the faces, and with them of the face search. */
  facesLastDay: z.iso.date(),
  /** The last day of the event with all its photos; null = no end. */
  photosLastDay: z.iso.date().nullable(),
  /** Null = the faces are there. */
  facesEndedAt: z.iso.datetime().nullable(),
  notices: z.array(retentionNoticeSchema),
});
export type EventRetention = z.infer<typeof eventRetentionSchema>;

export const eventRetentionUpdateSchema = z.object({
  facesDays: facesDaysSchema,
  photosDays: photosDaysSchema,
  /** Why the faces are kept longer than so far; it goes into the audit log. */
  reason: z.string().trim().max(500).optional(),
});
export type EventRetentionUpdate = z.infer<typeof eventRetentionUpdateSchema>;
