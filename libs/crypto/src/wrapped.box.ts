/**
 * @module What the master key wraps: small secrets, each bound to what it is, that say which master key opens them.
 *
 * A wrapped box is `version (1) | id of the master key (8) | sealed box`.
 */

import { deriveKey } from './derived.key.js';
import { SEALED_BOX_OVERHEAD, open, seal } from './sealed.box.js';
import { KeyError } from './secret.key.js';

const VERSION = 1;
const KEY_ID_BYTES = 8;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
/** How many bytes longer a wrapped box is than its content. */
export const WRAPPED_BOX_OVERHEAD = HEADER_BYTES + SEALED_BOX_OVERHEAD;

/** `kind` is an event's data key, or another secret; `subject` is whose it is. */
export interface WrappedOwner {
  kind: 'data-key' | 'secrets';
  subject: string;
}

/** Identifies a master key without revealing anything about it: 16 hex digits. */
export function masterKeyId(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'master-key-id', KEY_ID_BYTES)).toString('hex');
}

/** The id of the master key that a wrapped box needs. @throws KeyError when it is none */
export function wrappedKeyId(wrapped: Uint8Array): string {
  if (wrapped[0] !== VERSION || wrapped.length <= WRAPPED_BOX_OVERHEAD)
    throw new KeyError('this was not wrapped by a master key');
  return Buffer.from(wrapped.subarray(1, HEADER_BYTES)).toString('hex');
}

export function wrap(master: Uint8Array, content: Uint8Array, owner: WrappedOwner): Uint8Array<ArrayBuffer> {
  const keyId = masterKeyId(master);
  const box = seal(wrappingKey(master, owner), content, belongsTo(owner, keyId));
  const wrapped = new Uint8Array(HEADER_BYTES + box.length);
  wrapped[0] = VERSION;
  wrapped.set(Buffer.from(keyId, 'hex'), 1);
  wrapped.set(box, HEADER_BYTES);
  return wrapped;
}

/**
 * @throws KeyError when it was wrapped by another master key.
 * @throws SealedBoxError when it belongs to something else or was changed.
 */
export function unwrap(
  master: Uint8Array,
  wrapped: Uint8Array,
  owner: WrappedOwner,
): Uint8Array<ArrayBuffer> {
  const needed = wrappedKeyId(wrapped);
  const given = masterKeyId(master);
  if (needed !== given)
    throw new KeyError(
      `the ${owner.kind} of ${owner.subject} needs master key ${needed}, but ${given} was given`,
    );
  return open(wrappingKey(master, owner), wrapped.subarray(HEADER_BYTES), belongsTo(owner, needed));
}

function wrappingKey(master: Uint8Array, { kind }: WrappedOwner): Uint8Array {
  return deriveKey(master, `wrap-${kind}`);
}

function belongsTo({ kind, subject }: WrappedOwner, keyId: string): string {
  return JSON.stringify([kind, VERSION, keyId, subject]);
}
