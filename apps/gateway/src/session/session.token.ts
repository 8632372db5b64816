/** @module What a session token says: who, and when it was issued to the millisecond. */
import { z } from 'zod';

export const SESSION_DAYS = 7;

export const sessionClaimsSchema = z.object({
  /** Id of the user. */
  sub: z.uuid(),
  /** Issued at, milliseconds since 1970: `iat` has whole seconds only, too coarse to tell "before the password change". */
  at: z.number().int(),
  /** Expires at, seconds since 1970. */
  exp: z.number().int(),
});
export type SessionClaims = z.infer<typeof sessionClaimsSchema>;
