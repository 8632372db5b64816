/** @module The cookie that carries the session, so that `<img>` may load photos. */
import type { Session } from '@visage/contracts/session.contract';
import type { Request, Response } from 'express';
import { cookieOf, cookieOptions } from '../http/cookie.options.js';

const NAME = 'visage_session';

export function setSessionCookie(request: Request, response: Response, session: Session): void {
  const lifetime = Date.parse(session.expiresAt) - Date.now();
  response.cookie(NAME, session.token, cookieOptions(request, 'strict', lifetime));
}

export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(NAME, cookieOptions(request, 'strict'));
}

export function readSessionCookie(request: Request): string | null {
  return cookieOf(request, NAME) ?? null;
}
