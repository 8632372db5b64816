/**
 * @module Every number that decides something in the vision library, each with its origin. "Measured" means by
 * `benchmarks/` on the friends, groups and nobody albums and on LFW photos.
 */

/* Decoding ------------------------------------------------------------------------------------------------------- */

/**
 * A photo with more pixels is processed at this size: 24 megapixels are 72 MB of RGB per thread, and a face lost to
 * the reduction would have fewer than `MIN_FACE_SIDE` pixels.
 */
export const WORKING_PIXELS = 24_000_000;

/**
 * WebP quality and effort of previews: effort 2 encodes 1600 px in about 0.1 s; 4 takes twice as long and saves 5 % of
 * bytes.
 */
export const PREVIEW_WEBP = { quality: 80, effort: 2 } as const;

/* First look ----------------------------------------------------------------------------------------------------- */

/**
 * Longest side at the finest level: about 60 windows of 3.3 ms for a 4:3 photo; finds faces from 16/1600 of its width
 * on.
 */
export const DETECTION_LONG_SIDE = 1600;

/**
 * The same for faces that are lying or upside down. Where somebody is upright, they are searched for only in the photo
 * as a whole (6 windows for the three turns); where nobody is, as in a scan or a photo that lost its orientation, from
 * 16/800 of its width on (at most 56 windows).
 */
export const TURNED_LONG_SIDE = { somebody: 1, nobody: 800 } as const;

/** Small photos are enlarged at most twofold; beyond that the detector only finds more noise. */
export const FINEST_STEP = 0.5;

/** The detector's anchors span 10 to 256 pixels, so levels a factor of two apart overlap generously. */
export const LEVEL_RATIO = 2;

/**
 * A face of up to 64 pixels lies entirely inside some window of its level; a larger one is half that size at the next
 * level.
 */
export const WINDOW_OVERLAP = 64;

/** Low on purpose: the second look decides. Every labelled face of the albums scores at least 0.99 here. */
export const CANDIDATE_SCORE = 0.6;

/** Smaller faces (in pixels of the shorter side) cannot be told apart by any embedder in the manifest. */
export const MIN_FACE_SIDE = 14;

/** Bounds the second look in crowds and noise: 400 candidates take about 6 s. */
export const MAX_CANDIDATES = 400;

/** The usual bar of non-maximum suppression for faces (0.3 to 0.5 in the literature). */
export const SAME_FACE_IOU = 0.4;

/** A box of which this share lies inside a better one is a part of it: half a face, or head and shoulders. */
export const PART_CONTAINMENT = 0.7;

/* Second look ---------------------------------------------------------------------------------------------------- */

/** Longer side of the face in the network's input, across the sizes of its anchors, half of them mirrored. */
export const SECOND_LOOKS = [
  { facePixels: 64, mirrored: true },
  { facePixels: 100, mirrored: false },
  { facePixels: 40, mirrored: false },
  { facePixels: 140, mirrored: true },
] as const;

/**
 * Share of full resolution below which a second look decodes the whole photo. Less than 1, because it judges shapes.
 */
export const LOOK_DETAIL = 2 / 3;

/** Below this mean, no agreement of landmarks can lift a candidate above `FACE_SCORE`. */
export const LOOK_FLOOR = 0.55;

/**
 * Measured: on 400 LFW faces the views disagree by 0.021 eye distances in the median, on false candidates by 0.19.
 * Pivot and weight are set so that full profiles (mean score 0.99, disagreement 0.2: certainty 0.89) pass and bottle
 * caps (0.91, 0.15: 0.71) do not.
 */
export const DISAGREEMENT_PIVOT = 0.05;
export const DISAGREEMENT_WEIGHT = 14;

/**
 * Measured: the labelled faces of the friends album score above 0.99, its best false candidate below 0.1. In the other
 * albums a profile scores 0.89, and the best candidate that is no person, a dog's face, 0.78.
 */
export const FACE_SCORE = 0.8;

/** The same for faces that are lying: three more looks find three times as many patterns. */
export const TURNED_FACE_SCORE = 0.9;

/**
 * A face found upright with at least this certainty, its eyes within 45 degrees of level, is not searched for in the
 * turned photo.
 */
export const UPRIGHT_SCORE = 0.97;

/* Landmarks ------------------------------------------------------------------------------------------------------ */

/**
 * Squares around the face's box: side and shift relative to its longer side, mirrored or not. Measured on 200 LFW
 * faces: 1.1 comes closest to an independent detector's points (0.074 eye distances).
 */
export const LANDMARK_VIEWS = [
  { scale: 1.1, dx: 0, dy: 0, mirrored: false },
  { scale: 1.1, dx: 0, dy: 0, mirrored: true },
  { scale: 1.0, dx: 0, dy: 0.03, mirrored: false },
  { scale: 1.2, dx: 0, dy: 0, mirrored: true },
  { scale: 1.1, dx: 0.04, dy: 0, mirrored: false },
  { scale: 1.1, dx: -0.04, dy: 0, mirrored: true },
] as const;

/**
 * Radians. Faces tilted further are turned upright and measured again; turning smaller tilts does not change the
 * points.
 */
export const ROLL_WORTH_TURNING = 0.12;

/* Quality -------------------------------------------------------------------------------------------------------- */

/** Square root of the box's area in pixels. */
export const QUALITY_SIDE = { none: 12, full: 72 } as const;

/** log2(1 + 1000 x variance of the Laplacian / variance of luma) on the aligned face. */
export const QUALITY_SHARPNESS = { none: 2, full: 6 } as const;

/** Distance of the nose from the middle line; see `face.quality.ts`. */
export const QUALITY_POSE = { none: 0.9, full: 0.15 } as const;

/** Mean luma and its deviation, 0..255. */
export const QUALITY_EXPOSURE = {
  dark: { none: 12, full: 50 },
  bright: { none: 250, full: 215 },
  contrast: { none: 4, full: 20 },
} as const;

/* Selfies -------------------------------------------------------------------------------------------------------- */

/**
 * Aspects of `FaceQuality` below which a selfie rather is to blame when nobody is found. Measured on portraits of 70 people of LFW made
 * smaller, blurred, darker and brighter, against another photo of each: the shipped embedder knows 48 % again at a size of 0.1 to 0.2 and
 * 94 % at 0.2 to 0.3, 44 % at a sharpness of 0.13 and all at 0.35. Light hardly matters to it as long as the face is found. The
 * pose is not measured: 0.2 is a nose three quarters of the way out.
 */
export const FIT_ASPECT = { size: 0.2, sharpness: 0.2, pose: 0.2, exposure: 0.1 } as const;

/**
 * Mean luma of a picture in which no face was found, below or above which the light is to blame. Of the same portraits all faces are
 * found at 27, 61 % at 13, 1 % at 8; 74 % at 214, 33 % at 230, 9 % at 237.
 */
export const PICTURE_LUMA = { dark: 20, bright: 225 } as const;

/**
 * Side of a face relative to the main one's, from which on it may be who took the selfie. In group photos of the albums everybody who poses
 * has 0.56 and more; beside the main face of 121 LFW photos 123 of 132 others have 0.4. Erring low costs a question, erring high shows
 * somebody else's photos.
 */
export const NEAR_SIDE = 0.4;

/** A page of buttons; a picture with more people is no selfie. */
export const MOST_SELFIE_FACES = 12;

/* Display -------------------------------------------------------------------------------------------------------- */

/** Side of the display crop relative to the longer side of the face, so that hair and chin are in the picture. */
export const CROP_MARGIN = 1.7;

/** Side of the picture of a face among which a guest chooses, in pixels. */
export const SELFIE_CROP_SIDE = 160;

/** Share of full resolution below which a display crop has the whole photo decoded just for it. */
export const CROP_DETAIL = 0.5;
