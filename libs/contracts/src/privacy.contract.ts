/** @module Who is responsible for this server, and what its page about privacy says. */
import { z } from 'zod';

/** Who decides what happens with data of people here (GDPR, Article 4 (7)). */
export const dataControllerSchema = z.object({
  name: z.string().trim().min(1).max(200),
  /** How to reach them: an e-mail address, a postal address, or both. */
  contact: z.string().trim().min(1).max(500),
});
export type DataController = z.infer<typeof dataControllerSchema>;

export const namedControllerSchema = dataControllerSchema.extend({
  /** Nobody is named yet: the server was started to be tried out. */
  demo: z.boolean(),
});
export type NamedController = z.infer<typeof namedControllerSchema>;

/**
 * Whether guests of an event may have their photos found by a selfie: not once its faces have ended, and not before somebody is
 * named who is responsible.
 */
export const faceSearchSchema = z.enum(['offered', 'ended', 'no-controller']);
export type FaceSearch = z.infer<typeof faceSearchSchema>;

/** What holds for everything on this server. */
export const privacyNoticeSchema = z.object({
  /** Of the wording: see CONSENT_VERSION. */
  version: z.string(),
  /** Null = nobody is named, and guests are offered no face search. */
  controller: namedControllerSchema.nullable(),
  /** Google Drive is set up here. */
  drive: z.boolean(),
  /** How long the audit log is kept. */
  auditDays: z.number().int(),
});
export type PrivacyNotice = z.infer<typeof privacyNoticeSchema>;

/** What holds for one event, for whoever has a link of it. */
export const eventPrivacyNoticeSchema = privacyNoticeSchema.extend({
  event: z.object({
    /** Null where the link does not open. */
    name: z.string().nullable(),
    faceSearch: faceSearchSchema,
    /** Days after the event, and the last day that follows from it. */
    facesDays: z.number().int(),
    facesLastDay: z.iso.date(),
    facesEndedOn: z.iso.date().nullable(),
    photosLastDay: z.iso.date().nullable(),
    /** Photos of it were, or are, put into somebody's Google Drive: by the organizer, or by guests for themselves. */
    driveUse: z.object({ exports: z.boolean(), mirrors: z.boolean(), guests: z.boolean() }),
  }),
});
export type EventPrivacyNotice = z.infer<typeof eventPrivacyNoticeSchema>;
