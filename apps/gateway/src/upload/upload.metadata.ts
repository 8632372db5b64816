/** @module What the creation of an upload says of its file: the headers of tus, checked like any other request. */
import { Metadata } from '@tus/server';
import { uploadMetadataSchema, type UploadMetadata } from '@visage/contracts/upload.contract';
import type { Request } from 'express';
import { ProblemError } from '../http/problem.error.js';
import { problemOfIssues } from '../http/validation.pipe.js';

export interface AnnouncedFile extends UploadMetadata {
  bytes: number;
}

/** @throws ProblemError 422 naming what is missing or wrong. */
export function announcedFile(request: Request): AnnouncedFile {
  const parsed = uploadMetadataSchema.safeParse(metadataOf(request.get('upload-metadata')));
  if (!parsed.success) throw problemOfIssues(parsed.error.issues);
  return { ...parsed.data, bytes: lengthOf(request.get('upload-length')) };
}

function metadataOf(header: string | undefined): Record<string, string | null> {
  try {
    return header === undefined || header === '' ? {} : Metadata.parse(header);
  } catch (cause) {
    const detail = 'The header Upload-Metadata is not as tus 1.0 has it: names, each with its value in base64.';
    throw new ProblemError(422, 'invalid-request', detail, { cause });
  }
}

function lengthOf(header: string | undefined): number {
  if (header !== undefined && /^\d{1,15}$/.test(header)) return Number(header);
  const detail = 'The header Upload-Length must say how many bytes the file has.';
  throw new ProblemError(422, 'invalid-request', detail);
}
