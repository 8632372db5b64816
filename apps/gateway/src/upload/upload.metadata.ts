/** @module What the creation of an upload says of its file: the headers of tus, checked like any other request. */
import { Metadata } from '@tus/server';
import { uploadMetadataSchema } from '@visage/contracts/upload.contract';
import { REPR_DIGEST_HEADER } from '@visage/contracts/upload.protocol';
import type { Request } from 'express';
import { ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';

export interface AnnouncedFile {
  fileName: string | null | undefined;
  album: string | null | undefined;
  bytes: number;
  /** Lower-case hex; undefined = not said. */
  sha256: string | undefined;
}

/** @throws ProblemError 422 naming what is missing or wrong. */
export function announcedFile(request: Request): AnnouncedFile {
  const parsed = uploadMetadataSchema.safeParse(metadataOf(request.get('upload-metadata')));
  if (!parsed.success) throw problemOfIssues(parsed.error.issues);
  const { filename: fileName, album } = parsed.data;
  const bytes = lengthOf(request.get('upload-length'));
  return { fileName, album, bytes, sha256: digestOf(request.get(REPR_DIGEST_HEADER)) };
}

/** Other algorithms may stand beside; only this one is looked at. */
function digestOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, base64 = ''] = /(?:^|[,\s])sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header) ?? [];
  if (base64 !== '') return Buffer.from(base64, 'base64').toString('hex');
  const detail = `The header ${REPR_DIGEST_HEADER} must hold the SHA-256 of the file, as sha-256=:<base64>:.`;
  throw new ProblemError(422, 'invalid-request', detail);
}

function metadataOf(header: string | undefined): Record<string, string | null> {
  try {
    return header === undefined || header === '' ? {} : Metadata.parse(header);
  } catch (cause) {
    const detail =
      'The header Upload-Metadata is not as tus 1.0 has it: names, each with its value in base64.';
    throw new ProblemError(422, 'invalid-request', detail, { cause });
  }
}

function lengthOf(header: string | undefined): number {
  if (header !== undefined && /^\d{1,15}$/.test(header)) return Number(header);
  const detail = 'The header Upload-Length must say how many bytes the file has.';
  throw new ProblemError(422, 'invalid-request', detail);
}
