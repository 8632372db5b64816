/** @module The cameras of an event, and what puts the times of its photos right: the zone, and shifts of clocks that are off. */
import { z } from 'zod';

/** Fifty years, in seconds: a clock that began anew in 1980 is off by less. */
export const MAX_CAMERA_SHIFT = 1_577_880_000;
const shiftSchema = z.number().int().min(-MAX_CAMERA_SHIFT).max(MAX_CAMERA_SHIFT);

export const cameraSchema = z.object({
  id: z.uuid(),
  /** Make and model, as people say it. */
  name: z.string(),
  /** Null if its photos do not tell. */
  serial: z.string().nullable(),
  photos: z.number().int(),
  /** On clocks of the event's zone, shifted: `2026-06-20T18:30:12`; null if none of its photos tells when it was taken. */
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  /** Seconds added to what its clock said. */
  shift: shiftSchema,
});
export type Camera = z.infer<typeof cameraSchema>;

/** `name` is of the IANA database or an offset like `+02:00`. `from` says who told: somebody, most photos, or who made the event. */
export const eventZoneSchema = z.object({
  name: z.string(),
  from: z.enum(['chosen', 'photos', 'organizer']),
});
export type EventZone = z.infer<typeof eventZoneSchema>;

/** Most photos first. */
export const camerasSchema = z.object({ zone: eventZoneSchema, cameras: z.array(cameraSchema) });
export type Cameras = z.infer<typeof camerasSchema>;

/** For all photos of the camera, those to come as well; 0 = as its clock said. */
export const cameraShiftSchema = z.object({ shift: shiftSchema });
export type CameraShift = z.infer<typeof cameraShiftSchema>;

export const zoneNameSchema = z.string().trim().min(1).max(100);
/** Null = as guessed. */
export const eventZoneChangeSchema = z.object({ zone: zoneNameSchema.nullable() });
export type EventZoneChange = z.infer<typeof eventZoneChangeSchema>;
