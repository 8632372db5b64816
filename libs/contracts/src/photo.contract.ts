/** @module A photo of an event, its state and its faces. */
import { z } from 'zod';
import { erasureAnswerSchema } from './receipt.contract.js';
import { boxSchema } from './geometry.contract.js';
import { photoErrorSchema } from './photo-error.contract.js';

/** `received` and `ingested` are in progress; `ready` and `failed` are final. A failed photo keeps its original. */
export const photoStateSchema = z.enum(['received', 'ingested', 'ready', 'failed']);
export type PhotoState = z.infer<typeof photoStateSchema>;

export const photoFaceSchema = z.object({
  id: z.uuid(),
  box: boxSchema,
  score: z.number(),
  quality: z.number(),
  personId: z.uuid().nullable(),
});
export type PhotoFace = z.infer<typeof photoFaceSchema>;

/** What says when a photo was taken: its EXIF block or XMP packet, the time of GPS, or the name of its file. */
export const takenFromSchema = z.enum(['exif', 'xmp', 'gps', 'name']);
export type TakenFrom = z.infer<typeof takenFromSchema>;

export const photoSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  state: photoStateSchema,
  error: photoErrorSchema.nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /**
   * ISO 8601, as precise as it is known: with an offset, without one where the zone is not known, or a day alone. Shifted where
   * the clock of its camera is off.
   */
  takenAt: z.string().nullable(),
  /** Null if nothing says when it was taken. */
  takenFrom: takenFromSchema.nullable(),
  createdAt: z.iso.datetime(),
  /** Awaits the organizer's approval; until then no guest sees it. */
  held: z.boolean(),
  /** Name of the guest who sent it. */
  guestName: z.string().nullable(),
  /** When it was put into the trash. */
  deletedAt: z.iso.datetime().nullable(),
});
export type Photo = z.infer<typeof photoSchema>;

/** A second file of a photo: what the camera wrote beside its JPEG. Its bytes are those of `/photos/{id}/original`. */
export const photoFileSchema = z.object({ id: z.uuid(), fileName: z.string(), bytes: z.number().int() });
export type PhotoFile = z.infer<typeof photoFileSchema>;

export const photoDetailSchema = photoSchema.extend({
  faces: z.array(photoFaceSchema),
  /** RAW files; for staff alone. */
  raws: z.array(photoFileSchema),
});
export type PhotoDetail = z.infer<typeof photoDetailSchema>;

/** What the camera wrote into the file; the place only if the link may reveal it. */
export const photoMetadataSchema = z.object({
  takenAt: z.string().nullable(),
  camera: z.string().nullable(),
  lens: z.string().nullable(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
});
export type PhotoMetadataAnswer = z.infer<typeof photoMetadataSchema>;

/** Cursor pages: pass `nextCursor` back as `cursor`; null at the end. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** `held` awaits approval, `faceless` shows nobody, `trash` was deleted; photos in the trash are in no other list. */
export const photoShelfSchema = z.enum(['held', 'faceless', 'trash']);
export type PhotoShelf = z.infer<typeof photoShelfSchema>;

export const photoQuerySchema = pageQuerySchema.extend({
  shelf: photoShelfSchema.optional(),
  state: photoStateSchema.optional(),
  personId: z.uuid().optional(),
  albumId: z.uuid().optional(),
  cameraId: z.uuid().optional(),
});
export type PhotoQuery = z.infer<typeof photoQuerySchema>;

/** Number of photos on all pages of the list; only given with the first page. */
export const photoTotalSchema = z.number().int().nullable();
export const photoPageSchema = z.object({
  photos: z.array(photoSchema),
  nextCursor: z.string().nullable(),
  total: photoTotalSchema,
});
export type PhotoPage = z.infer<typeof photoPageSchema>;

/** Photos of an event to act on; photos of other events are skipped. */
export const MAX_PHOTO_SELECTION = 2000;
export const photoSelectionSchema = z.object({ photoIds: z.array(z.uuid()).min(1).max(MAX_PHOTO_SELECTION) });
export type PhotoSelection = z.infer<typeof photoSelectionSchema>;
export const photoCountSchema = z.object({ photos: z.number().int() });
export type PhotoCount = z.infer<typeof photoCountSchema>;
/** How many were in the trash, and the receipt of those that are gone by now. */
export const photosErasedSchema = photoCountSchema.extend(erasureAnswerSchema.shape);
export type PhotosErased = z.infer<typeof photosErasedSchema>;

/** One outcome per file of the upload, in the order sent. */
export const photoUploadSchema = z.object({
  fileName: z.string(),
  outcome: z.enum(['stored', 'duplicate', 'refused']),
  photo: photoSchema.nullable(),
  /** Why a file was refused, written for people. */
  reason: z.string().nullable(),
});
export type PhotoUpload = z.infer<typeof photoUploadSchema>;
export const photoUploadsSchema = z.object({ uploads: z.array(photoUploadSchema) });
export type PhotoUploads = z.infer<typeof photoUploadsSchema>;
