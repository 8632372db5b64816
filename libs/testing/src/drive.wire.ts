/** @module How the fake Drive reads requests and writes answers, with errors in Google's format. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A refusal in Google's words; thrown anywhere in a handler and written by the server. */
export class DriveRefused extends Error {
  override readonly name = 'DriveRefused';
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly domain = 'global',
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

export function notFound(id: string): DriveRefused {
  return new DriveRefused(404, 'notFound', `File not found: ${id}.`);
}

export function invalid(parameter: string): DriveRefused {
  return new DriveRefused(400, 'invalid', `Invalid Value for ${parameter}`);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(body));
}

export function sendRefusal(response: ServerResponse, refused: DriveRefused): void {
  const { status, message, reason, domain, retryAfterSeconds } = refused;
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', String(retryAfterSeconds));
  sendJson(response, status, { error: { code: status, message, errors: [{ domain, reason, message }] } });
}

/** The part of the body that arrived; `whole` is false if the connection broke off before its end. */
export async function readBody(request: IncomingMessage): Promise<{ body: Buffer; whole: boolean }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    return { body: Buffer.concat(parts), whole: request.complete };
  } catch {
    return { body: Buffer.concat(parts), whole: false };
  }
}

/** @throws DriveRefused 400 when the body is not a JSON object. */
export function parseObject(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // handled below
  }
  throw new DriveRefused(400, 'parseError', 'Parse Error');
}
