/**
 * @module An upload over tus 1.0: what its creation says, and how it ends.
 *
 * Of the answers that tus leaves open: a photo that the event has already is refused at the creation with 409 and the code
 * `already-there`, before a byte of it is sent; the answer to the last byte carries the outcome in a header.
 */
import { z } from 'zod';

/** `Upload-Metadata`, decoded. Browsers' uploaders call the file's name `filename` or `name`. */
export const uploadMetadataSchema = z
  .object({
    filename: z.string().max(1024).optional(),
    name: z.string().max(1024).optional(),
    /** Album that the photo goes into, made when there is none of this name; empty = none. */
    album: z.string().max(1024).optional(),
    /** SHA-256 of the whole file, lower-case hex. What arrives must have it. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the file as 64 lower-case hexadecimal digits')
      .optional(),
  })
  .transform(({ filename, name, album, sha256 }) => ({ fileName: filename ?? name, album, sha256 }));
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>;

/** Header of the answer to the last byte, and to a HEAD after it: an UploadOutcome. */
export const UPLOAD_OUTCOME_HEADER = 'Upload-Outcome';
export const uploadOutcomeSchema = z.enum(['stored', 'duplicate', 'refused']);
export type UploadOutcome = z.infer<typeof uploadOutcomeSchema>;

/** Code of the problem that answers the creation of what the event has already. */
export const ALREADY_THERE = 'already-there';

/** Proxies refuse requests from 100 MB on; a photo seldom needs two. */
export const UPLOAD_CHUNK_BYTES = 64 * 1024 * 1024;
