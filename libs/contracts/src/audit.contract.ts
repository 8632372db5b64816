/** @module The audit log: who saw, shared, downloaded, erased, signed in or changed something. */
import { z } from 'zod';

/** Of sign-ins the log holds for so many days from which address they came. */
export const ADDRESS_DAYS = 30;

/** What was done: a noun, and the verb in the past tense. */
export const auditActionSchema = z.enum([
  'session.opened',
  'session.refused',
  'session.closed',
  'session.closed-everywhere',
  'session.stolen',
  'user.made',
  'user.changed',
  'user.removed',
  'user.link-made',
  'user.password-set',
  'event.made',
  'event.trashed',
  'event.restored',
  'event.erased',
  'event.zone-changed',
  'event.retention-changed',
  'event.end-announced',
  'event.faces-ended',
  'camera.shifted',
  'collaborator.added',
  'collaborator.removed',
  'album.made',
  'album.changed',
  'album.removed',
  'photo.added',
  'photo.approved',
  'photo.refused',
  'photo.trashed',
  'photo.restored',
  'photo.erased',
  'photo.seen',
  'photo.original-fetched',
  'zip.made',
  'zip.fetched',
  'share.made',
  'share.changed',
  'share.revoked',
  'code.made',
  'code.changed',
  'code.revoked',
  'code.renewed',
  'guest.joined',
  'guest.consented',
  'guest.declined',
  'guest.searched',
  'guest.corrected',
  'guest.forgotten',
  'guest.companion-added',
  'guest.companion-removed',
  'guest.admitted',
  'guest.refused',
  'face.found-damaged',
  'objection.made',
  'objection.agreed',
  'objection.declined',
  'objection.withdrawn',
  'objection.settings-changed',
  'person.changed',
  'person.erased',
  'person.merged',
  'person.parted',
  'person.undone',
  'import.started',
  'import.finished',
  'export.started',
  'export.finished',
  'person.claim-accepted',
  'mirror.made',
  'mirror.changed',
  'mirror.removed',
  'mirror.undone',
  'google-setup.changed',
  'privacy.controller-named',
  'job.retried',
  'share-defaults.changed',
]);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditActorSchema = z.enum(['user', 'guest', 'link', 'nobody']);
export type AuditActor = z.infer<typeof auditActorSchema>;

/** A few plain values; never a secret, never a name of a person in a photo, never data of a face. */
export const auditDetailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type AuditDetail = z.infer<typeof auditDetailSchema>;

export const auditLineSchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** Time of the newest action that this line counts; equal to `at` if it counts one. */
  lastAt: z.iso.datetime(),
  /** Views and downloads by one actor are counted together, an hour at a time. */
  count: z.number().int().positive(),
  actor: auditActorSchema,
  /** The user, the guest, or the share or code whose link was used. */
  actorId: z.uuid().nullable(),
  /** Today's name; null if they no longer exist, or have no name. */
  actorName: z.string().nullable(),
  action: auditActionSchema,
  eventId: z.uuid().nullable(),
  /** Null once the event has been erased. */
  eventName: z.string().nullable(),
  subjectId: z.string().nullable(),
  detail: auditDetailSchema,
});
export type AuditLine = z.infer<typeof auditLineSchema>;

export const auditFilterSchema = z.object({
  actor: auditActorSchema.optional(),
  actorId: z.uuid().optional(),
  action: auditActionSchema.optional(),
  eventId: z.uuid().optional(),
  /** First and last moment, ISO 8601. */
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const auditQuerySchema = auditFilterSchema.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** Newest first. */
export const auditPageSchema = z.object({
  lines: z.array(auditLineSchema),
  nextCursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
