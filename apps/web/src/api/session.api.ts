/** @module Signing in and out. The session lives in an http-only cookie; the page keeps no token. */
import type { OpenSessions, Session, SignIn } from '@visage/contracts/session.contract';
import type { PasswordLinkOwner, PasswordSet } from '@visage/contracts/user.contract';
import { request } from './api.request.js';

export type SignedIn = Pick<Session, 'user' | 'expiresAt'>;

export const getSession = (signal?: AbortSignal) =>
  request<SignedIn>('/api/session', signal ? { signal } : {});
export const signIn = (input: SignIn) => request<SignedIn>('/api/session', { method: 'POST', json: input });
export const signOut = () => request<void>('/api/session', { method: 'DELETE' });

export const listSessions = () => request<OpenSessions>('/api/session/all');
export const endSession = (id: string) => request<void>(`/api/session/all/${id}`, { method: 'DELETE' });
/** This one too. */
export const endAllSessions = () => request<void>('/api/session/all', { method: 'DELETE' });

export const getPasswordLinkOwner = (token: string) =>
  request<PasswordLinkOwner>(`/api/password-links/${encodeURIComponent(token)}`);
export const setPassword = (token: string, input: PasswordSet) =>
  request<void>(`/api/password-links/${encodeURIComponent(token)}`, { method: 'POST', json: input });
