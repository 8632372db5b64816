/**
 * @module Uploads to the fake Drive: `media`, `multipart/related`, and resumable ones, whose sessions keep what
 * arrived in whole steps of 256 KiB.
 */
import { randomUUID } from 'node:crypto';
import { parseObject, DriveRefused } from './drive.wire.js';
import type { WrittenFile } from './drive.write.js';

/** All chunks but the last are multiples of this. */
export const CHUNK_STEP = 256 * 1024;

/** @throws DriveRefused 400 when the body is not two parts, metadata and bytes. */
export function parseMultipart(contentType: string, body: Buffer): WrittenFile {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new DriveRefused(400, 'badContent', 'Missing multipart boundary');
  const parts: { type: string; content: Buffer }[] = [];
  const delimiter = Buffer.from(`--${boundary}`);
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString() === '--') break;
    const end = body.indexOf(Buffer.from(`\r\n--${boundary}`), start);
    if (end < 0) throw new DriveRefused(400, 'badContent', 'Malformed multipart body.');
    const blank = body.indexOf('\r\n\r\n', start);
    const type = /content-type:\s*([^\r\n]+)/i.exec(body.subarray(start, blank).toString())?.[1] ?? '';
    parts.push({ type, content: body.subarray(blank + 4, end) });
    at = end + 2;
  }
  const [metadata, media] = parts;
  if (!metadata || !media || parts.length !== 2)
    throw new DriveRefused(400, 'badContent', 'Malformed multipart body.');
  return {
    body: parseObject(metadata.content.toString()),
    media: { content: Buffer.from(media.content), mimeType: media.type },
  };
}

export interface UploadSession {
  id: string;
  clientId: string;
  /** A service account is sending it. */
  service: boolean;
  /** Null for a new file. */
  fileId: string | null;
  body: Record<string, unknown>;
  mimeType: string;
  /** Announced bytes; null = unknown. */
  total: number | null;
  received: Buffer;
  /** Set once all bytes have arrived: asked again, the session answers with the file. */
  madeFileId: string | null;
}

export type ChunkAnswer = { kind: 'more'; received: number } | { kind: 'whole'; content: Buffer };

export class UploadSessions {
  private readonly sessions = new Map<string, UploadSession>();

  open(session: Omit<UploadSession, 'id' | 'received' | 'madeFileId'>): UploadSession {
    const opened = { ...session, id: randomUUID(), received: Buffer.alloc(0), madeFileId: null };
    this.sessions.set(opened.id, opened);
    return opened;
  }

  /** @throws DriveRefused 404: the upload must start over. */
  get(id: string): UploadSession {
    const session = this.sessions.get(id);
    if (!session) throw new DriveRefused(404, 'notFound', 'Upload session not found.');
    return session;
  }

  /** As happens after a week. */
  forgetAll(): void {
    this.sessions.clear();
  }

  /**
   * @param whole false if the connection broke off within the chunk.
   * @param keepBytes bytes of the chunk to keep, if the server takes fewer than came.
   */
  receive(
    session: UploadSession,
    range: string | undefined,
    chunk: Buffer,
    whole: boolean,
    keepBytes?: number,
  ): ChunkAnswer {
    const { start, end, total } = parseContentRange(range, chunk.length, whole);
    if (total !== null && session.total !== null && total !== session.total)
      throw new DriveRefused(400, 'badRequest', 'The size differs from that announced.');
    session.total = total ?? session.total;
    if (start !== null) this.append(session, { start, end, chunk, whole, keepBytes });
    return session.received.length === session.total && (whole || start === null)
      ? { kind: 'whole', content: session.received }
      : { kind: 'more', received: session.received.length };
  }

  private append(
    session: UploadSession,
    {
      start,
      end,
      chunk,
      whole,
      keepBytes,
    }: { start: number; end: number; chunk: Buffer; whole: boolean; keepBytes: number | undefined },
  ): void {
    if (start !== session.received.length)
      throw new DriveRefused(
        400,
        'badRequest',
        `The chunk starts at ${start}, not at ${session.received.length}.`,
      );
    const last = session.total !== null && end + 1 === session.total;
    if (!last && whole && chunk.length % CHUNK_STEP !== 0)
      throw new DriveRefused(
        400,
        'badRequest',
        'A chunk that is not the last must be a multiple of 256 KiB.',
      );
    const came = keepBytes === undefined ? chunk.length : Math.min(chunk.length, keepBytes);
    const complete = whole && came === chunk.length;
    const kept = complete ? came : Math.floor(came / CHUNK_STEP) * CHUNK_STEP;
    session.received = Buffer.concat([session.received, chunk.subarray(0, kept)]);
  }
}

interface ContentRange {
  /** Null: only a query of the upload's progress. */
  start: number | null;
  end: number;
  total: number | null;
}

function parseContentRange(range: string | undefined, length: number, whole: boolean): ContentRange {
  if (range === undefined) return { start: 0, end: length - 1, total: length };
  const found = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range);
  if (!found) throw new DriveRefused(400, 'badRequest', `Invalid Content-Range ${range}`);
  const [, from, to, size] = found;
  const total = size === '*' ? null : Number(size);
  if (from === undefined || to === undefined) return { start: null, end: -1, total };
  const [start, end] = [Number(from), Number(to)];
  if (whole && end - start + 1 !== length)
    throw new DriveRefused(400, 'badRequest', 'Content-Range and the length of the chunk differ.');
  return { start, end, total };
}
