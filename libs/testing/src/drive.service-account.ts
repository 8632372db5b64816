/**
 * @module Service accounts of the fake Drive: a key as Google's console writes it, and checks of its JWT like
 * Google's.
 */
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';

/** The audience of assertions, wherever the fake server listens. */
const AUDIENCE = 'https://oauth2.googleapis.com/token';
const LONGEST_SECONDS = 3_600;
/** Tolerance for clocks that differ. */
const SKEW_SECONDS = 300;

/** The fields of the JSON key that programs use. */
export interface ServiceAccountKey {
  type: 'service_account';
  client_email: string;
  private_key: string;
  token_uri: string;
}

export type AssertionVerdict = { email: string; scopes: string[] } | { problem: string };

export class ServiceAccounts {
  /** Public halves of the keys by address. */
  private readonly keys = new Map<string, string>();

  add(name = 'robot'): ServiceAccountKey {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const email = `${name}@stand-in.iam.gserviceaccount.com`;
    this.keys.set(email, publicKey);
    return { type: 'service_account', client_email: email, private_key: privateKey, token_uri: AUDIENCE };
  }

  /** Deletes its key, as in the console. */
  remove(email: string): void {
    this.keys.delete(email);
  }

  check(assertion: string): AssertionVerdict {
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const claims = objectOf(body);
    const email = claims['iss'];
    if (typeof email !== 'string') return { problem: 'Invalid JWT: iss is missing.' };
    const key = this.keys.get(email);
    if (key === undefined) return { problem: 'Invalid grant: account not found' };
    const signed = Buffer.from(`${head}.${body}`);
    if (
      objectOf(head)['alg'] !== 'RS256' ||
      !verify('sha256', signed, createPublicKey(key), Buffer.from(signature, 'base64url'))
    )
      return { problem: 'Invalid JWT Signature.' };
    if (claims['aud'] !== AUDIENCE) return { problem: 'Invalid JWT: aud is wrong.' };
    const [issued, ends, now] = [Number(claims['iat']), Number(claims['exp']), Date.now() / 1000];
    if (!(issued <= now + SKEW_SECONDS && ends > now - SKEW_SECONDS && ends - issued <= LONGEST_SECONDS))
      return {
        problem: 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
      };
    const { scope } = claims;
    return typeof scope === 'string' && scope !== ''
      ? { email, scopes: scope.split(' ') }
      : { problem: 'Invalid JWT: scope is missing.' };
  }
}

function objectOf(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
