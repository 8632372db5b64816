/** @module Answers with bytes: conditional, in ranges, streamed from where they lie. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { StoredObject } from '@visage/storage/object.store';
import type { ByteRange } from '@visage/storage/object.store';
import { ProblemError } from '../http/problem.error.js';
import { parseRange } from './byte.range.js';
import { isFresh, rangeCounts } from './etag.match.js';

export interface ByteSource {
  contentType: string;
  /** Changes whenever the bytes do; without quotes. */
  version: string;
  cacheControl: string;
  disposition?: string;
  /** Bytes of the whole object, when known before it is opened: then ranges are answered. */
  size?: number;
  open(range?: ByteRange): Promise<Pick<StoredObject, 'stream' | 'length'>>;
}

export async function sendBytes(request: Request, response: Response, source: ByteSource): Promise<void> {
  const etag = `"${source.version}"`;
  response.set({
    ETag: etag,
    'Cache-Control': source.cacheControl,
    Vary: 'Cookie, Authorization',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    ...(source.size !== undefined && { 'Accept-Ranges': 'bytes' }),
  });
  if (isFresh(request.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  const range = rangeOf(request, source.size, etag);
  const { stream, length } = await source.open(range);
  response.set({
    'Content-Type': source.contentType,
    'Content-Length': String(length),
    ...(source.disposition !== undefined && { 'Content-Disposition': source.disposition }),
    ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${source.size}` }),
  });
  response.status(range ? 206 : 200);
  if (request.method === 'HEAD') {
    stream.destroy();
    response.end();
    return;
  }
  await pipeline(stream, response).catch((error: unknown) => {
    if (!isClientGone(error)) throw error;
  });
}

function rangeOf(request: Request, size: number | undefined, etag: string): Required<ByteRange> | undefined {
  if (size === undefined || !rangeCounts(request.get('if-range'), etag)) return undefined;
  const range = parseRange(request.get('range'), size);
  if (range.kind === 'whole') return undefined;
  if (range.kind === 'part') return { start: range.start, end: range.end };
  throw new ProblemError(
    416,
    'range-not-satisfiable',
    `The range lies outside the file, which has ${size} bytes.`,
    {
      headers: { 'Content-Range': `bytes */${size}` },
    },
  );
}

/** Closing a tab in the middle of a download is nobody's error. */
function isClientGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
