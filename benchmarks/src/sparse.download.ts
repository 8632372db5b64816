/** @module Fetches a file into a sparse one: what is zero is skipped, so that gigabytes of holes stay holes. */
import type { FileHandle } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';

const ZEROS = Buffer.alloc(1024 * 1024);

export interface Fetched {
  status: number;
  headers: IncomingMessage['headers'];
  bytes: number;
  /** From the request to the first byte. */
  firstByteMs: number;
}

/** @param until stops after so many bytes by closing the connection, as a browser that lost it. */
export async function fetchInto(
  file: FileHandle,
  url: string,
  { headers, at = 0, until = Infinity }: { headers: Record<string, string>; at?: number; until?: number },
): Promise<Fetched> {
  const begun = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).once('error', reject);
  });
  let firstByteMs = 0;
  let bytes = 0;
  const chunks: AsyncIterable<Buffer> = response;
  for await (const chunk of chunks) {
    if (bytes === 0) firstByteMs = performance.now() - begun;
    const part = chunk.subarray(0, until - bytes);
    if (!part.equals(ZEROS.subarray(0, part.length))) await file.write(part, 0, part.length, at + bytes);
    bytes += part.length;
    if (bytes >= until) break; // which destroys the response
  }
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, firstByteMs };
}
