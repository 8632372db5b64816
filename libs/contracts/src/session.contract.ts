/** @module Signing in: users of the platform (guests never sign in). */
import { z } from 'zod';

export const userRoleSchema = z.enum(['admin', 'organizer']);
export type UserRole = z.infer<typeof userRoleSchema>;

export const userSchema = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string(),
  role: userRoleSchema,
});
export type User = z.infer<typeof userSchema>;

export const signInSchema = z.object({ email: z.email().max(254), password: z.string().min(1).max(1024) });
export type SignIn = z.infer<typeof signInSchema>;

/** Also set as an http-only cookie, so that `<img>` may load; `token` serves programs. */
export const sessionSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime(), user: userSchema });
export type Session = z.infer<typeof sessionSchema>;

/** Who is signed in and until when; never repeats the token. */
export const sessionStateSchema = sessionSchema.omit({ token: true });
export type SessionState = z.infer<typeof sessionStateSchema>;
