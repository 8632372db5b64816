/** @module What an access token says, and how refresh tokens are made. */
import { createHash, randomBytes } from 'node:crypto';
import type { RefreshHash } from '@visage/database/user/session.repository';
import { z } from 'zod';

/** A session ends this long after signing in, however often it was renewed. */
export const SESSION_DAYS = 30;

/** Tabs of one browser share a refresh token and may send it at once; the second must not look like a thief. */
export const RENEWAL_GRACE_MS = 20_000;

export const sessionClaimsSchema = z.object({
  /** Id of the user. */
  sub: z.uuid(),
  /** Id of the session. */
  sid: z.uuid(),
  /** Made at, seconds since 1970. */
  iat: z.number().int(),
  /** Expires at, seconds since 1970. */
  exp: z.number().int(),
});
export type SessionClaims = z.infer<typeof sessionClaimsSchema>;

/** 256 random bits, which need no slow hash. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashOfRefresh(token: string): RefreshHash {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
