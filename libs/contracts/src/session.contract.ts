/** @module Signing in: users of the platform (guests never sign in). */
import { z } from 'zod';

/** A `collaborator` has no events of their own, and helps with those of others; organizers may help, too. */
export const userRoleSchema = z.enum(['admin', 'organizer', 'collaborator']);
export type UserRole = z.infer<typeof userRoleSchema>;

export const userSchema = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string(),
  role: userRoleSchema,
  /** Events of others that they help with. */
  helpsWith: z.array(z.uuid()),
});
export type User = z.infer<typeof userSchema>;

export const signInSchema = z.object({ email: z.email().max(254), password: z.string().min(1).max(1024) });
export type SignIn = z.infer<typeof signInSchema>;

/**
 * Also set as http-only cookies, so that `<img>` may load; the tokens are for programs. `token` is valid for minutes,
 * until `expiresAt`; `refreshToken` renews the session once, and is null for browsers, which have it in a cookie.
 */
export const sessionSchema = z.object({
  token: z.string(),
  expiresAt: z.iso.datetime(),
  refreshToken: z.string().nullable(),
  user: userSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/** Who is signed in and until when; never repeats the token. */
export const sessionStateSchema = sessionSchema.omit({ token: true, refreshToken: true });
export type SessionState = z.infer<typeof sessionStateSchema>;

/** Programs send their refresh token here; browsers send it as a cookie. */
export const sessionRenewSchema = z.object({ refreshToken: z.string().min(1).max(200).optional() });
export type SessionRenew = z.infer<typeof sessionRenewSchema>;

/** One sign-in that is still valid. */
export const openSessionSchema = z.object({
  id: z.uuid(),
  /** What the browser or program called itself. */
  agent: z.string(),
  createdAt: z.iso.datetime(),
  /** When it was last renewed. */
  seenAt: z.iso.datetime(),
  /** The session that is asking. */
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSessionSchema>;
/** Last used first. */
export const openSessionsSchema = z.object({ sessions: z.array(openSessionSchema) });
export type OpenSessions = z.infer<typeof openSessionsSchema>;
