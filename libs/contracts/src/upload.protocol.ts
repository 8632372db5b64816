/**
 * @module What both ends of an upload over tus 1.0 agree on; no schema, so that the guest page stays light.
 *
 * Where tus leaves the answer open: a photo that the event already has is refused at the creation with 409 and the
 * code `already-there`, before a byte of it is sent; the answer to the last byte carries the outcome in a header.
 */

/**
 * Header of the creation (RFC 9530): SHA-256 of the whole file in base64, as `sha-256=:...:`. What arrives must match
 * it. Not part of the metadata, because browsers compute it only when the file's turn comes.
 */
export const REPR_DIGEST_HEADER = 'Repr-Digest';

/** Header of the answer to the last byte, and to a HEAD after it: an UploadOutcome. */
export const UPLOAD_OUTCOME_HEADER = 'Upload-Outcome';
export type UploadOutcome = 'stored' | 'duplicate' | 'refused';

/** Code of the problem returned when the event already has the photo. */
export const ALREADY_THERE = 'already-there';

/** Proxies refuse requests from 100 MB on; a photo seldom needs two chunks. */
export const UPLOAD_CHUNK_BYTES = 64 * 1024 * 1024;
