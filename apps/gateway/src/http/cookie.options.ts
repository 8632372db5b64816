/** @module How our cookies are set: for our own pages only, never readable by scripts. */
import type { CookieOptions, Request } from 'express';

/** `Secure` follows the connection, so that a venue's plain-HTTP laptop works as well. */
export function cookieOptions(
  request: Request,
  sameSite: 'strict' | 'lax',
  maxAgeMs?: number,
): CookieOptions {
  const lifetime = maxAgeMs === undefined ? {} : { maxAge: maxAgeMs };
  return { httpOnly: true, sameSite, secure: request.secure, path: '/api', ...lifetime };
}

/** The cookies of a request by name; cookie-parser has read them. */
export function cookieOf(request: Request, name: string): string | undefined {
  const cookies: unknown = request.cookies;
  if (typeof cookies !== 'object' || cookies === null || !(name in cookies)) return undefined;
  const value: unknown = Reflect.get(cookies, name);
  return typeof value === 'string' ? value : undefined;
}
