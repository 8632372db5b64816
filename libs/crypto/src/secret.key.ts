/** @module The one format of every symmetric key here: 32 bytes, for AES-256 and for key derivation. */

export const KEY_BYTES = 32;

/** A key that could not be read or has the wrong length. The message never holds key material. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** @throws KeyError unless `key` is 32 bytes long. */
export function assertKey(key: Uint8Array, what: string): void {
  if (key.length !== KEY_BYTES) throw new KeyError(`${what} must be ${KEY_BYTES} bytes, not ${key.length}`);
}
