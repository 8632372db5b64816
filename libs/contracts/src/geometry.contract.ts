/** @module Boxes and points, in pixels of the upright image (after EXIF orientation), origin top left. */
import { z } from 'zod';

/** `[x, y, width, height]`, pixels of the upright image; may start slightly outside it. */
export const boxSchema = z.tuple([
  z.number(),
  z.number(),
  z.number().nonnegative(),
  z.number().nonnegative(),
]);
export type Box = z.infer<typeof boxSchema>;

export const pointSchema = z.tuple([z.number(), z.number()]);
export type Point = z.infer<typeof pointSchema>;

/**
 * Five landmarks in the order of the ArcFace template, as the viewer sees them:
 * left eye, right eye, nose tip, left mouth corner, right mouth corner.
 */
export const landmarksSchema = z.tuple([pointSchema, pointSchema, pointSchema, pointSchema, pointSchema]);
export type Landmarks = z.infer<typeof landmarksSchema>;
