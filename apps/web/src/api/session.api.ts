/** @module Signing in and out. The session lives in an http-only cookie; the page keeps no token. */
import type { SignIn } from '@visage/contracts/session.contract';
import type { PasswordSet } from '@visage/contracts/user.contract';
import { request } from './api.request.js';

export const getSession = (signal?: AbortSignal) => request('GET', '/api/session', { signal });
export const signIn = (input: SignIn) => request('POST', '/api/session', { json: input });
export const signOut = () => request('DELETE', '/api/session');

export const listSessions = () => request('GET', '/api/session/all');
export const endSession = (id: string) =>
  request('DELETE', '/api/session/all/{sessionId}', { path: { sessionId: id } });
/** This one too. */
export const endAllSessions = () => request('DELETE', '/api/session/all');

export const getPasswordLinkOwner = (token: string) =>
  request('GET', '/api/password-links/{token}', { path: { token } });
export const setPassword = (token: string, input: PasswordSet) =>
  request('POST', '/api/password-links/{token}', { path: { token }, json: input });
