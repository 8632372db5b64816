/** @module Somebody does not want to be shown in an event, and says so without an account. */
import { z } from 'zod';
import { guestFacesSchema, selfieQuerySchema } from './guest.contract.js';
import { namedControllerSchema } from './privacy.contract.js';
import { selfieFaceSchema, selfieFaultSchema } from './selfie.contract.js';

/** What somebody asks for: no photo of theirs is given to guests, or their face is unrecognisable in it. */
export const objectionWishSchema = z.enum(['withheld', 'blurred']);
export type ObjectionWish = z.infer<typeof objectionWishSchema>;

/** `waiting` for the organizer's answer; `withdrawn` by whoever objected. */
export const objectionStateSchema = z.enum(['waiting', 'agreed', 'declined', 'withdrawn']);
export type ObjectionState = z.infer<typeof objectionStateSchema>;

export const OBJECTION_ANSWER_MAX = 1000;
/** What the organizer wrote to whoever objected. */
export const objectionAnswerSchema = z.string().trim().min(1).max(OBJECTION_ANSWER_MAX);

/** What the holder of a link would object to, told before anything is asked. */
export const objectionSubjectSchema = z.object({
  eventName: z.string(),
  eventDate: z.string().nullable(),
  /** Nobody is found any more in the photos, neither by a selfie nor by pointing at a face. */
  facesEnded: z.boolean(),
  /** Who is responsible, and is written to then; null = nobody is named. */
  controller: namedControllerSchema.nullable(),
});
export type ObjectionSubject = z.infer<typeof objectionSubjectSchema>;

/** By a selfie, which is forgotten at once. */
export const objectionSelfieQuerySchema = selfieQuerySchema.pick({ face: true }).extend({
  wish: objectionWishSchema.default('withheld'),
  /** What the face looks like may be kept, sealed, to find it in later photos of this event, and for nothing else. */
  keep: z.stringbool().default(false),
});
export type ObjectionSelfieQuery = z.infer<typeof objectionSelfieQuerySchema>;

/** By pointing at faces in a photo that the link shows. */
export const objectionFacesSchema = z.object({
  wish: objectionWishSchema,
  photoId: z.uuid(),
  faceIds: z.array(z.uuid()).min(1).max(20),
});
export type ObjectionFaces = z.infer<typeof objectionFacesSchema>;
export const objectionPhotoFacesSchema = guestFacesSchema;

/** Whoever objected looks here again; nobody else has the address. */
export const madeObjectionSchema = z.object({
  /** Of the page that shows what became of it. */
  token: z.string(),
  /** Faces of this event were found that it is about. */
  found: z.boolean(),
  /** The photos are kept back until it is answered. */
  withheld: z.boolean(),
});
export type MadeObjection = z.infer<typeof madeObjectionSchema>;

/** `not-found`: nobody in these photos looks like that, and nothing was kept. */
export const objectionOutcomeSchema = z.discriminatedUnion('outcome', [
  madeObjectionSchema.extend({ outcome: z.literal('made') }),
  z.object({
    outcome: z.literal('several'),
    faces: z.array(selfieFaceSchema.pick({ box: true, crop: true })).min(2),
  }),
  z.object({ outcome: z.enum(['not-found', 'no-face', 'ambiguous', ...selfieFaultSchema.options]) }),
]);
export type ObjectionOutcome = z.infer<typeof objectionOutcomeSchema>;

/** As whoever made it sees it. */
export const objectionStatusSchema = z.object({
  eventName: z.string(),
  /** The faces have ended: nobody is looked for any more, so photos that come later are withheld altogether. */
  laterWithheld: z.boolean(),
  wish: objectionWishSchema,
  state: objectionStateSchema,
  /** Later photos are looked through. */
  keeps: z.boolean(),
  /** What the organizer wrote. */
  answer: z.string().nullable(),
  createdAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable(),
});
export type ObjectionStatus = z.infer<typeof objectionStatusSchema>;

/** As those who organize the event see it: not who it was, only whom it is about. */
export const objectionSchema = objectionStatusSchema.omit({ eventName: true, laterWithheld: true }).extend({
  id: z.uuid(),
  people: z.array(
    z.object({
      id: z.uuid(),
      name: z.string().nullable(),
      coverFaceId: z.uuid().nullable(),
      photos: z.number().int(),
    }),
  ),
  /** Faces that belong to nobody the event knows. */
  faceIds: z.array(z.uuid()),
  /** Of one that waited when the faces of the event ended: photos that it is about since. */
  photosAtEnd: z.number().int(),
});
export type Objection = z.infer<typeof objectionSchema>;

/** Those that wait first, then the newest. */
export const objectionsSchema = z.object({
  /** Photos of whoever objects are withheld until there is an answer. */
  withhold: z.boolean(),
  /** Nobody is blurred any more, and photos that come later are withheld as long as somebody wishes something. */
  facesEnded: z.boolean(),
  objections: z.array(objectionSchema),
});
export type Objections = z.infer<typeof objectionsSchema>;

export const objectionSettingsSchema = z.object({ withhold: z.boolean() });
export type ObjectionSettings = z.infer<typeof objectionSettingsSchema>;

const answerSchema = z.string().trim().max(OBJECTION_ANSWER_MAX).optional();
export const objectionAgreeSchema = z.object({
  /** How the people are shown from now on; usually what was asked for. */
  appearance: objectionWishSchema,
  answer: answerSchema,
});
export type ObjectionAgree = z.infer<typeof objectionAgreeSchema>;
/** Whoever objected reads the reason. */
export const objectionDeclineSchema = z.object({
  answer: objectionAnswerSchema,
});
export type ObjectionDecline = z.infer<typeof objectionDeclineSchema>;
