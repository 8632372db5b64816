/**
 * @module What Drive answered instead of bytes: a refusal that comes as a stream is read, so that its reason is not
 * lost.
 */
import type { Readable } from 'node:stream';
import { z } from 'zod';

const refusalSchema = z.object({
  error: z.object({ message: z.string(), errors: z.array(z.object({ reason: z.string() })).default([]) }),
});

/** Same fields as the errors of the Google client. */
export class DriveRefusal extends Error {
  override readonly name = 'DriveRefusal';
  constructor(
    readonly status: number,
    message: string,
    readonly errors: { reason: string }[],
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

export async function readRefusal(status: number, body: Readable, retryAfterMs = 0): Promise<DriveRefusal> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return refusalOf(status, parseJson(Buffer.concat(chunks).toString()), retryAfterMs);
}

export function refusalOf(status: number, body: unknown, retryAfterMs = 0): DriveRefusal {
  const parsed = refusalSchema.safeParse(body);
  return parsed.success
    ? new DriveRefusal(status, parsed.data.error.message, parsed.data.error.errors, retryAfterMs)
    : new DriveRefusal(status, `Drive answered ${status}.`, [], retryAfterMs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page, for instance
  }
}
