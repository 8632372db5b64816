/**
 * @module An upload in chunks of 8 MiB. After a break, Drive is asked how much it has and the upload continues from
 * there; a session that Drive no longer knows starts over.
 */
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { DriveAuth } from './drive.auth.js';
import { judgeDriveFault } from './drive.fault.js';
import { refusalOf } from './drive.refusal.js';

export interface DriveUpload {
  /** Reserved by `reserveIds`. */
  id: string;
  name: string;
  parentId: string;
  mimeType: string;
  bytes: number;
  appProperties: Record<string, string>;
  /** The bytes from `start` up to, but not including, `end`. */
  open(start: number, end: number): Promise<Readable>;
}

/** A multiple of 256 KiB, as Drive requires; one chunk is in memory at a time. */
export const CHUNK_BYTES = 8 * 2 ** 20;
/** Tries in a row without progress before the caller decides. */
const PATIENCE = 5;
const GOOGLE = 'https://www.googleapis.com/';

const madeSchema = z.object({ md5Checksum: z.string().optional() });

type Step = { received: number } | { md5: string | null };

/** @returns the MD5 that Drive computed. */
export async function uploadInChunks(
  auth: DriveAuth,
  file: Pick<DriveUpload, 'mimeType' | 'bytes' | 'open'>,
  metadata: object,
  rootUrl = GOOGLE,
): Promise<string | null> {
  const session = await openSession(auth, file, metadata, rootUrl);
  let received = 0;
  let breaks = 0;
  for (;;) {
    const step = await sendChunk(auth, session, file, received).catch(async (error: unknown) => {
      if (judgeDriveFault(error).kind !== 'retry' || breaks + 1 >= PATIENCE) throw error;
      await sleep(Math.random() * 500 * 2 ** (breaks + 1));
      return askReceived(auth, session, file.bytes);
    });
    if ('md5' in step) return step.md5;
    breaks = step.received > received ? 0 : breaks + 1;
    if (breaks >= PATIENCE) throw new Error('Drive accepts the bytes of this file but keeps none of them.');
    received = step.received;
  }
}

async function openSession(
  auth: DriveAuth,
  file: Pick<DriveUpload, 'mimeType' | 'bytes'>,
  metadata: object,
  rootUrl: string,
): Promise<string> {
  const url = new URL('upload/drive/v3/files', rootUrl);
  url.search = new URLSearchParams({
    uploadType: 'resumable',
    supportsAllDrives: 'true',
    fields: 'id,md5Checksum',
  }).toString();
  const reply = await auth.request({
    url: url.href,
    method: 'POST',
    retry: false,
    headers: { 'X-Upload-Content-Type': file.mimeType, 'X-Upload-Content-Length': String(file.bytes) },
    data: metadata,
  });
  const session = reply.headers.get('location');
  if (session === null) throw new Error('Drive opened an upload without saying where.');
  return session;
}

async function sendChunk(
  auth: DriveAuth,
  session: string,
  file: Pick<DriveUpload, 'bytes' | 'open'>,
  start: number,
): Promise<Step> {
  const end = Math.min(file.bytes, start + CHUNK_BYTES);
  const data = await buffer(await file.open(start, end));
  return put(auth, session, `bytes ${start}-${end - 1}/${file.bytes}`, data);
}

async function askReceived(auth: DriveAuth, session: string, bytes: number): Promise<Step> {
  return put(auth, session, `bytes */${bytes}`);
}

async function put(auth: DriveAuth, session: string, range: string, data?: Buffer): Promise<Step> {
  const reply = await auth.request<unknown>({
    url: session,
    method: 'PUT',
    retry: false,
    headers: { 'Content-Range': range },
    validateStatus: () => true, // 308 is no error here
    ...(data && { data }),
  });
  if (reply.status === 308) return { received: receivedOf(reply.headers.get('range')) };
  if (reply.status === 200 || reply.status === 201)
    return { md5: madeSchema.parse(reply.data).md5Checksum ?? null };
  // 404: the session is gone, and the caller's next try opens a new one
  if (reply.status === 404) throw new Error('Drive has forgotten this upload; it starts over.');
  throw refusalOf(reply.status, reply.data);
}

/** `bytes=0-8388607`; absent while nothing has arrived. */
function receivedOf(range: string | null): number {
  const last = /^bytes=0-(\d+)$/.exec(range ?? '')?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}
