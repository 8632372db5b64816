/** @module What one selfie may cost. */

/** A phone's photo has 2 to 8 MB, a HEIC less; base64 of 15 MB still fits Redis's 32 MB buffer of a subscriber. */
export const SELFIE_MAX_BYTES = 15 * 1024 * 1024;

/** Bytes of selfies on their way to the embedder at once, for the same buffer. */
export const SELFIE_BYTES_IN_FLIGHT = 16 * 1024 * 1024;

/** The embedder answers within a second or two; it may be decoding a large HEIC, or starting. */
export const SELFIE_TIMEOUT_MS = 45_000;

/** A page names a box that it was answered for the same picture; other faces overlap it far less. */
export const CHOSEN_FACE_IOU = 0.5;
