/** @module The cookies of a session: one for minutes, so that `<img>` may load photos, and one that renews it. */
import type { Session } from '@visage/contracts/session.contract';
import type { CookieOptions, Request, Response } from 'express';
import { cookieOf, cookieOptions } from '../http/cookie.options.js';

const NAME = 'visage_session';
const REFRESH_NAME = 'visage_refresh';
const DAY_MS = 24 * 60 * 60_000;

export function setSessionCookie(request: Request, response: Response, session: Session, now: Date): void {
  const lifetime = Date.parse(session.expiresAt) - now.getTime();
  response.cookie(NAME, session.token, cookieOptions(request, 'strict', lifetime));
}

export function setRefreshCookie(request: Request, response: Response, token: string, days: number): void {
  response.cookie(REFRESH_NAME, token, refreshOptions(request, days * DAY_MS));
}

export function clearSessionCookies(request: Request, response: Response): void {
  response.clearCookie(NAME, cookieOptions(request, 'strict'));
  response.clearCookie(REFRESH_NAME, refreshOptions(request));
}

export function readSessionCookie(request: Request): string | null {
  return cookieOf(request, NAME) ?? null;
}

export function readRefreshCookie(request: Request): string | null {
  return cookieOf(request, REFRESH_NAME) ?? null;
}

/** Sent to the addresses of the session only, not with every photo. */
function refreshOptions(request: Request, lifetimeMs?: number): CookieOptions {
  return { ...cookieOptions(request, 'strict', lifetimeMs), path: '/api/session' };
}
