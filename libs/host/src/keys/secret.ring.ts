/**
 * @module The secrets of an installation, of which keys for single purposes are made: the one that is used now, and of former
 * ones what still has to be recognised. They lie in the key store in one piece, wrapped by the master key.
 */
import { randomBytes } from 'node:crypto';
import { deriveKey } from '@visage/crypto/derived.key';
import type { OneOrMore, PurposeKeys } from '@visage/crypto/purpose.keys';
import { REFUSED_BROWSER } from '@visage/crypto/refused.browser';
import { KEY_BYTES, KeyError } from '@visage/crypto/secret.key';
import { purposeOf, TOKEN_KINDS } from '@visage/crypto/signed.token';
import { unwrap, wrap, type WrappedOwner } from '@visage/crypto/wrapped.box';
import { z } from 'zod';

/**
 * Of a secret that makes nothing any more stay the keys of what people carry: links, the wallets of browsers, also of refused ones, Google's notes.
 * Boxes are sealed anew, and sessions renew themselves.
 */
const LASTING = [...TOKEN_KINDS.map(purposeOf), REFUSED_BROWSER];

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const secretSchema = z.object({
  /** Of the master key with which it came. */
  id: z.string(),
  /** Absent once it is retired; then what is left is in `keys`, by purpose. */
  secret: base64.optional(),
  keys: z.record(z.string(), base64).optional(),
});
export type Secret = z.infer<typeof secretSchema>;
const secretsSchema = z.tuple([secretSchema], secretSchema);

const OWNER: WrappedOwner = { kind: 'secrets', subject: 'the installation' };

export class SecretRing implements PurposeKeys {
  private readonly made = new Map<string, OneOrMore>();

  /** @param secrets the first one makes, all of them recognise */
  constructor(readonly secrets: readonly [Secret, ...Secret[]]) {}

  of(purpose: string): OneOrMore {
    const known = this.made.get(purpose);
    if (known) return known;
    const [first, ...others] = this.secrets.flatMap((secret) => keyOf(secret, purpose) ?? []);
    if (!first) throw new KeyError(`there is no secret for ${purpose}`);
    const keys: OneOrMore = [first, ...others];
    this.made.set(purpose, keys);
    return keys;
  }
}

export function newSecret(id: string): Secret {
  return { id, secret: new Uint8Array(randomBytes(KEY_BYTES)) };
}

/** What recognises links, and no more. */
export function retired(secret: Secret): Secret {
  const keys = LASTING.flatMap((purpose) => {
    const key = keyOf(secret, purpose);
    return key ? [[purpose, key] as const] : [];
  });
  return { id: secret.id, keys: Object.fromEntries(keys) };
}

export function wrapSecrets(master: Uint8Array, { secrets }: SecretRing): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(secrets, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return wrap(master, Buffer.from(text), OWNER);
}

/** @throws KeyError when another master key wrapped them, SealedBoxError when they were changed */
export function unwrapSecrets(master: Uint8Array, wrapped: Uint8Array): SecretRing {
  const text = Buffer.from(unwrap(master, wrapped, OWNER)).toString('utf8');
  return new SecretRing(secretsSchema.parse(JSON.parse(text)));
}

function keyOf({ secret, keys }: Secret, purpose: string): Uint8Array<ArrayBuffer> | undefined {
  return secret ? deriveKey(secret, purpose) : keys?.[purpose];
}
