/**
 * @module An event's data key, kept wrapped by the master key. Destroying the wrapped key erases everything sealed
 * with it, backups included.
 *
 * A wrapped key is `version (1) | id of the master key (8) | sealed box (61)`.
 */

import { randomBytes } from 'node:crypto';
import { deriveKey } from './derived.key.js';
import { open, seal } from './sealed.box.js';
import { KEY_BYTES, KeyError, assertKey } from './secret.key.js';

const VERSION = 1;
const KEY_ID_BYTES = 8;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/** 32 random bytes. */
export function createDataKey(): Uint8Array {
  return new Uint8Array(randomBytes(KEY_BYTES));
}

/** Identifies a master key without revealing anything about it: 16 hex digits. */
export function masterKeyId(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'master-key-id', KEY_ID_BYTES)).toString('hex');
}

/** The id of the master key that a wrapped key needs; tells which keys a rotation still has to rewrap. */
export function wrappedKeyId(wrapped: Uint8Array): string {
  if (wrapped[0] !== VERSION || wrapped.length <= HEADER_BYTES)
    throw new KeyError('this is not a wrapped data key');
  return Buffer.from(wrapped.subarray(1, HEADER_BYTES)).toString('hex');
}

export function wrapDataKey(
  master: Uint8Array,
  dataKey: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> {
  assertKey(dataKey, 'a data key');
  const keyId = masterKeyId(master);
  const box = seal(wrappingKey(master), dataKey, belongsTo(eventId, keyId));
  const wrapped = new Uint8Array(HEADER_BYTES + box.length);
  wrapped[0] = VERSION;
  wrapped.set(Buffer.from(keyId, 'hex'), 1);
  wrapped.set(box, HEADER_BYTES);
  return wrapped;
}

/**
 * @throws KeyError when the key was wrapped by another master key.
 * @throws SealedBoxError when it belongs to another event or was changed.
 */
export function unwrapDataKey(
  master: Uint8Array,
  wrapped: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> {
  const needed = wrappedKeyId(wrapped);
  const given = masterKeyId(master);
  if (needed !== given) {
    throw new KeyError(`the data key of event ${eventId} needs master key ${needed}, but ${given} was given`);
  }
  return open(wrappingKey(master), wrapped.subarray(HEADER_BYTES), belongsTo(eventId, needed));
}

/** Moves a data key from one master key to another; what it sealed stays valid. */
export function rewrapDataKey(
  from: Uint8Array,
  to: Uint8Array,
  wrapped: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> {
  const dataKey = unwrapDataKey(from, wrapped, eventId);
  try {
    return wrapDataKey(to, dataKey, eventId);
  } finally {
    dataKey.fill(0);
  }
}

function wrappingKey(master: Uint8Array): Uint8Array {
  return deriveKey(master, 'wrap-data-key');
}

function belongsTo(eventId: string, keyId: string): string {
  return JSON.stringify(['data-key', VERSION, keyId, eventId]);
}
