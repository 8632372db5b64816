/** @module Signing in and out. The session lives in an http-only cookie; the page keeps no token. */
import type { Session, SignIn } from '@visage/contracts/session.contract';
import { request } from './api.request.js';

export type SignedIn = Pick<Session, 'user'>;

export const getSession = (signal?: AbortSignal) =>
  request<SignedIn>('/api/session', signal ? { signal } : {});
export const signIn = (input: SignIn) => request<SignedIn>('/api/session', { method: 'POST', json: input });
export const signOut = () => request<void>('/api/session', { method: 'DELETE' });
