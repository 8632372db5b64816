/** @module Passwords of people and of shares: argon2id (RFC 9106), computed on libuv's thread pool. */

import { hash, verify } from '@node-rs/argon2';

/**
 * OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. The library's default algorithm is argon2id.
 */
export const PASSWORD_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing a longer "password" would only cost time. */
export const PASSWORD_MAX_LENGTH = 1024;

/** Compared against when no such account exists, so that the answer takes as long as for a wrong password. */
let nobody: Promise<string> | undefined;

/**
 * @returns the PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, with a fresh salt each time.
 * @throws RangeError for an empty password or one above 1024 characters.
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length === 0) throw new RangeError('the password is empty');
  if (password.length > PASSWORD_MAX_LENGTH) {
    throw new RangeError(`the password is longer than ${PASSWORD_MAX_LENGTH} characters`);
  }
  return hash(canonical(password), PASSWORD_COST);
}

/**
 * @param stored what hashPassword returned, or null if there is no such account: the answer is then false, equally
 * slowly.
 * @throws Error when `stored` is not an argon2 string.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  if (password.length > PASSWORD_MAX_LENGTH) return false;
  if (stored === null) {
    nobody ??= hash('nobody has this password', PASSWORD_COST);
    await verify(await nobody, canonical(password));
    return false;
  }
  return verify(stored, canonical(password));
}

/** True if `stored` was made with other costs than today's: hash the password again after the next sign-in. */
export function needsRehash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = PASSWORD_COST;
  return !stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}

/** One password typed on two keyboards may arrive as two sequences of code points (NIST SP 800-63B, 5.1.1.2). */
function canonical(password: string): string {
  return password.normalize('NFKC');
}
