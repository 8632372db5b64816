/** @module A guest: whoever opened a share's link. Holds a token, never an account. */
import { z } from 'zod';
import { accentSchema } from './accent.contract.js';
import { boxSchema } from './geometry.contract.js';
import { faceSearchSchema, namedControllerSchema } from './privacy.contract.js';
import { shareRightsSchema } from './share.contract.js';
import { pageQuerySchema, photoSchema, photoTotalSchema } from './photo.contract.js';
import { selfieFaceSchema, selfieFaultSchema } from './selfie.contract.js';

/**
 * Version of the wording shown to guests before a face search, and of the page about privacy that belongs to it; a change of either
 * text is a new version.
 */
export const CONSENT_VERSION = '2026-12-01';

/**
 * What stands between a guest and the photos: nothing, the password, joining, or the organizer's answer; or the share
 * is full, or the organizer sent the guest away.
 */
export const admissionSchema = z.enum(['open', 'password', 'join', 'waiting', 'full', 'refused']);
export type Admission = z.infer<typeof admissionSchema>;
export const guestAdmissionSchema = z.object({ admission: admissionSchema });
export type GuestAdmission = z.infer<typeof guestAdmissionSchema>;

/** Who agrees to the search for somebody who shares a guest's phone: they themselves, or a parent for a child. */
export const consentBySchema = z.enum(['self', 'parent']);
export type ConsentBy = z.infer<typeof consentBySchema>;

/** One of the people on a phone: the guest whose it is, and whom they have added. */
export const familyMemberSchema = z.object({
  id: z.uuid(),
  /** What the family calls somebody who was added; null for the guest. */
  name: z.string().nullable(),
  consented: z.boolean(),
  /** A selfie was searched for. */
  identified: z.boolean(),
  keepsLooking: z.boolean(),
});
export type FamilyMember = z.infer<typeof familyMemberSchema>;

/** What a link shows before the guest is asked for anything. */
export const guestWelcomeSchema = z.object({
  eventName: z.string(),
  eventDate: z.string().nullable(),
  /** False as long as nobody has sent any: guests may say who they are before the event begins. */
  hasPhotos: z.boolean(),
  /** Null = the default colour. */
  accent: accentSchema.nullable(),
  scope: z.enum(['gallery', 'albums', 'own-photos', 'person']),
  rights: shareRightsSchema,
  faceSearch: faceSearchSchema,
  /** Who is responsible for the search; null = nobody is named. */
  controller: namedControllerSchema.nullable(),
  /** The last day of the event's faces, and of the search. */
  facesLastDay: z.iso.date(),
  consentVersion: z.string(),
  /** True if this browser has already given consent and searched. */
  identified: z.boolean(),
  consented: z.boolean(),
  admission: admissionSchema,
  /** The organizer admits guests one by one, so they are asked for a name. */
  approvalRequired: z.boolean(),
  /** As the guest entered it. */
  guestName: z.string().nullable(),
  /** Photos that come later are looked through for the guest. */
  keepsLooking: z.boolean(),
  /** When the guest was here last, before this visit. */
  lastVisit: z.iso.datetime().nullable(),
  /** The people on the guest's phone, the guest first; empty for whoever has not joined. */
  family: z.array(familyMemberSchema),
});
export type GuestWelcome = z.infer<typeof guestWelcomeSchema>;

export const guestPasswordSchema = z.object({ password: z.string().min(1).max(1024) });
export type GuestPassword = z.infer<typeof guestPasswordSchema>;

/** The name is asked for if the organizer admits guests one by one. */
export const guestJoinSchema = z.object({ name: z.string().trim().min(1).max(100).optional() });
export type GuestJoin = z.infer<typeof guestJoinSchema>;

/** A short code as a person types it, in any case and with any spaces or dashes. */
export const typedCodeSchema = z.object({ code: z.string().trim().min(1).max(64) });
export type TypedCode = z.infer<typeof typedCodeSchema>;
/** The token of the link that the code stands for. */
export const guestTokenSchema = z.object({ token: z.string() });
export type GuestToken = z.infer<typeof guestTokenSchema>;

export const guestConsentSchema = z.object({
  version: z.literal(CONSENT_VERSION),
  accepted: z.boolean(),
  /** Look for the guest in photos that come later, too: what the selfie looks like is kept for it. */
  keepLooking: z.boolean().default(false),
});
export type GuestConsent = z.infer<typeof guestConsentSchema>;

/** Of the photos that the guest sent, those that wait for approval are erased along, or all. */
export const forgetQuerySchema = z.object({ photos: z.enum(['waiting', 'all']).default('waiting') });
export type ForgetQuery = z.infer<typeof forgetQuerySchema>;

/** Adds somebody to the guest's phone, with a consent of their own. */
export const companionCreateSchema = z.object({
  name: z.string().trim().min(1).max(40),
  version: z.literal(CONSENT_VERSION),
  by: consentBySchema,
  keepLooking: z.boolean(),
});
export type CompanionCreate = z.infer<typeof companionCreateSchema>;

/** Which of the people on the phone is meant, by their id. */
export const aboutMemberSchema = z.object({ of: z.uuid().optional() });
export type AboutMember = z.infer<typeof aboutMemberSchema>;
/**
 * For whom the selfie is, the guest if absent; and the box of the face that is theirs, of those answered before:
 * `x,y,width,height`.
 */
export const selfieQuerySchema = z.object({
  for: z.uuid().optional(),
  face: z
    .string()
    .max(200)
    .transform((numbers) => numbers.split(',').map(Number))
    .pipe(boxSchema)
    .optional(),
});
export type SelfieQuery = z.infer<typeof selfieQuerySchema>;

/**
 * `several` asks which face is the guest's: the same picture is to be sent again with its box. `not-found` is an honest answer; all
 * others ask for another selfie, `ambiguous` because it cannot be told who of the event it is, or whether it is anybody.
 */
export const selfieOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('found'),
    /** All that are the guest's by now, and how many of them this selfie added. */
    photos: z.number().int(),
    added: z.number().int(),
  }),
  z.object({
    outcome: z.literal('several'),
    faces: z.array(selfieFaceSchema.pick({ box: true, crop: true })).min(2),
  }),
  z.object({ outcome: z.enum(['not-found', 'no-face', 'ambiguous', ...selfieFaultSchema.options]) }),
]);
export type SelfieOutcome = z.infer<typeof selfieOutcomeSchema>;

/** Only photos that somebody on the phone is in (`mine`), or one of them alone (`of`). */
export const ownChoiceSchema = z.object({ whose: z.literal('mine').optional(), of: z.uuid().optional() });
export type OwnChoice = z.infer<typeof ownChoiceSchema>;

export const guestPhotoQuerySchema = pageQuerySchema.extend(ownChoiceSchema.shape);
export type GuestPhotoQuery = z.infer<typeof guestPhotoQuerySchema>;

/** What a guest sees of a photo: nobody's name, no location. */
export const guestPhotoSchema = photoSchema
  .pick({ id: true, fileName: true, bytes: true, width: true, height: true, takenAt: true })
  .extend({
    /** Somebody on the phone was recognised in it, or claims to be in it. */
    mine: z.boolean(),
    /** Who of them, by id. */
    of: z.array(z.uuid()),
    /** One of them claims to be in it, and the organizer has not answered yet. */
    claimWaits: z.boolean(),
    /** One of theirs that came since their last visit. */
    fresh: z.boolean(),
    /** Where the link gives originals, this one too: not as long as it would tell a place that the link hides. */
    original: z.boolean(),
  });
export type GuestPhoto = z.infer<typeof guestPhotoSchema>;
export const guestPhotoPageSchema = z.object({
  photos: z.array(guestPhotoSchema),
  nextCursor: z.string().nullable(),
  total: photoTotalSchema,
  /** Told with the first page only. */
  news: z
    .object({
      /** The guest's photos that came since their last visit. */
      fresh: z.number().int(),
      /** Photos that the guest was shown as theirs, and that somebody has taken back; told until it was read. */
      withdrawn: z.number().int(),
      /** Photos that the link would show, were it not for the wish of somebody whom they show. */
      withheld: z.number().int(),
    })
    .nullable(),
  /** How many photos each person on the phone is in. Told with the first page, once there are several people. */
  family: z.array(z.object({ id: z.uuid(), photos: z.number().int() })).nullable(),
});
export type GuestPhotoPage = z.infer<typeof guestPhotoPageSchema>;

/** Where faces are in a photo, so that somebody who is in it can tap theirs. Does not say whose they are. */
export const guestFacesSchema = z.object({ faces: z.array(z.object({ id: z.uuid(), box: boxSchema })) });
export type GuestFaces = z.infer<typeof guestFacesSchema>;

/** "I'm in this one": a face of the photo, or a box around one that was not found. */
export const photoClaimSchema = z.union([z.object({ faceId: z.uuid() }), z.object({ box: boxSchema })]);
export type PhotoClaim = z.infer<typeof photoClaimSchema>;
/** `waiting`: the face belongs to somebody the event knows, so the organizer is asked. */
export const photoClaimOutcomeSchema = z.object({ outcome: z.enum(['added', 'waiting']) });
export type PhotoClaimOutcome = z.infer<typeof photoClaimOutcomeSchema>;
