/** @module A person of an event: a group of faces, perhaps with a name. */
import { z } from 'zod';
import { objectionAnswerSchema, objectionWishSchema } from './objection.contract.js';
import { pageQuerySchema } from './photo.contract.js';

/**
 * How visitors get the photos that show somebody: as they are, with the face unrecognisable in whatever leaves, or not at all.
 * Staff see them as they are.
 */
export const personAppearanceSchema = z.enum(['open', 'blurred', 'withheld']);
export type PersonAppearance = z.infer<typeof personAppearanceSchema>;

export const personSchema = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  /** Face whose crop represents the person. */
  coverFaceId: z.uuid().nullable(),
  /** Not listed: left out wherever people are shown, unless asked for. */
  hidden: z.boolean(),
  appearance: personAppearanceSchema,
  /** Of somebody withheld: whoever a selfie recognises as them still sees their photos. */
  seesOwn: z.boolean(),
  /** What an organizer agreed to after an objection about them: more is shown only by taking that answer back. Null = nothing. */
  agreed: objectionWishSchema.nullable(),
  photos: z.number().int(),
  faces: z.number().int(),
});
export type Person = z.infer<typeof personSchema>;

/** Those in most photos first. Someone whose number of photos changes between two pages may be on both, or on neither. */
export const personPageSchema = z.object({
  people: z.array(personSchema),
  nextCursor: z.string().nullable(),
  /** People on all pages; told with the first page only. */
  total: z.number().int().nullable(),
});
export type PersonPage = z.infer<typeof personPageSchema>;

/** `listed` are those who are not hidden; without a shelf, people are of both. */
export const personShelfSchema = z.enum(['listed', 'hidden']);
export type PersonShelf = z.infer<typeof personShelfSchema>;

export const personQuerySchema = pageQuerySchema.extend({
  shelf: personShelfSchema.optional(),
  /** Only those in this photo. */
  photoId: z.uuid().optional(),
});
export type PersonQuery = z.infer<typeof personQuerySchema>;

export const personUpdateSchema = z
  .object({
    /** Null or empty = no name. */
    name: z.string().trim().max(200).nullable(),
    hidden: z.boolean(),
    appearance: personAppearanceSchema,
    /** Counts while the person is withheld, and is over with that. */
    seesOwn: z.boolean(),
    /** One of the person's own faces. */
    coverFaceId: z.uuid(),
    /** Where they are shown more than was agreed to: what those read who objected, whose answer that takes back. */
    objectionAnswer: objectionAnswerSchema,
  })
  .partial()
  .refine(
    (update) => Object.keys(update).length > 0,
    'Say what to change: name, hidden, appearance, seesOwn or coverFaceId.',
  );
export type PersonUpdate = z.infer<typeof personUpdateSchema>;

export const personEffectQuerySchema = z.object({
  appearance: personAppearanceSchema.default('withheld'),
  seesOwn: z.stringbool().default(false),
});
export type PersonEffectQuery = z.infer<typeof personEffectQuerySchema>;

/** What it would do to show a person to visitors in another way. */
export const personEffectSchema = z.object({
  /** Out of the trash, that show the person. */
  photos: z.number().int(),
  /** Guests who were shown some of these as theirs, and would not be any more. */
  guests: z.number().int(),
  /** What they would lose, each guest's counted. */
  guestPhotos: z.number().int(),
  /** Open links about the person, which would open no more. */
  links: z.number().int(),
  /** Of these photos, those that an export or a mirror has put into somebody's Drive; mirrors take theirs back. */
  inDrive: z.number().int(),
});
export type PersonEffect = z.infer<typeof personEffectSchema>;

/** Whose face data were erased: their faces, and the guests who were matched to them. */
export const erasedPersonSchema = z.object({ faces: z.number().int(), guests: z.number().int() });
export type ErasedPerson = z.infer<typeof erasedPersonSchema>;

/** Faces of the person that belong to somebody else; the person keeps the others. */
export const personSplitSchema = z.object({ faceIds: z.array(z.uuid()).min(1).max(5000) });
export type PersonSplit = z.infer<typeof personSplitSchema>;

/** People who are the same person as this one. */
export const personMergeSchema = z.object({
  personIds: z.array(z.uuid()).min(1).max(500),
  /** Which of their names stays; to be given where they have several. */
  name: z.string().min(1).max(200).optional(),
});
export type PersonMerge = z.infer<typeof personMergeSchema>;

export const personFaceSchema = z.object({ id: z.uuid(), photoId: z.uuid(), quality: z.number() });
export type PersonFace = z.infer<typeof personFaceSchema>;
/** The clearest first. */
export const personFacesSchema = z.object({ faces: z.array(personFaceSchema) });
export type PersonFaces = z.infer<typeof personFacesSchema>;

/** What guests say about photos: not in it, and in it. */
export const GUEST_EDIT_KINDS = ['notMe', 'mine'] as const;
export const personEditKindSchema = z.enum([
  'name',
  'hide',
  'show',
  'withhold',
  'blur',
  'reveal',
  'cover',
  'merge',
  'part',
  ...GUEST_EDIT_KINDS,
]);

/** A correction of an event's people, with the names of that time. */
export const personEditSchema = z.object({
  id: z.uuid(),
  kind: personEditKindSchema,
  /** Null if a guest's face belongs to nobody the event knows. */
  personId: z.uuid().nullable(),
  /** The person's previous name; null = none. */
  name: z.string().nullable(),
  /** The new name, for `name`. */
  newName: z.string().nullable(),
  /** People merged into this one, or faces taken out. */
  count: z.number().int(),
  /** Who made it; null = a user who no longer exists, or a guest who gave no name. */
  by: z.string().nullable(),
  /** The photo that a guest commented on, and the face that was found there. */
  photoId: z.uuid().nullable(),
  faceId: z.uuid().nullable(),
  /** A guest's claim that only counts once it is accepted. */
  waiting: z.boolean(),
  createdAt: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
});
export type PersonEdit = z.infer<typeof personEditSchema>;

/** A correction that is taken back, and how far: what somebody has changed since stays as it is. */
export const undonePersonEditSchema = personEditSchema.extend({
  /** Faces that go back to whose they were, and changes of a person that are taken back. */
  back: z.number().int(),
  /** Of the same what stays, because of later corrections or because it is gone. */
  stays: z.number().int(),
});
export type UndonePersonEdit = z.infer<typeof undonePersonEditSchema>;

/** Newest first; each can be taken back, whatever came after it. */
export const personHistorySchema = z.object({ edits: z.array(personEditSchema) });
export type PersonHistory = z.infer<typeof personHistorySchema>;
