/**
 * @module An upload over tus 1.0: what its creation says, and how it ends.
 *
 * Where tus leaves the answer open: a photo that the event already has is refused at the creation with 409 and the
 * code `already-there`, before a byte of it is sent; the answer to the last byte carries the outcome in a header.
 */
import { z } from 'zod';

/** `Upload-Metadata`, decoded; a name without a value is null. */
export const uploadMetadataSchema = z.object({
  filename: z.string().max(1024).nullish(),
  /** Album that the photo goes into, created if there is none of this name; empty = none. */
  album: z.string().max(1024).nullish(),
});

/**
 * Header of the creation (RFC 9530): SHA-256 of the whole file in base64, as `sha-256=:...:`. What arrives must match
 * it. Not part of the metadata, because browsers compute it only when the file's turn comes.
 */
export const REPR_DIGEST_HEADER = 'Repr-Digest';

/** Header of the answer to the last byte, and to a HEAD after it: an UploadOutcome. */
export const UPLOAD_OUTCOME_HEADER = 'Upload-Outcome';
export const uploadOutcomeSchema = z.enum(['stored', 'duplicate', 'refused']);
export type UploadOutcome = z.infer<typeof uploadOutcomeSchema>;

/** Code of the problem returned when the event already has the photo. */
export const ALREADY_THERE = 'already-there';

/** Proxies refuse requests from 100 MB on; a photo seldom needs two chunks. */
export const UPLOAD_CHUNK_BYTES = 64 * 1024 * 1024;
