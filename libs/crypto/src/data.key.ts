/**
 * @module An event's data key, kept wrapped by the master key. Destroying the wrapped key erases everything sealed
 * with it, backups included. While an event gets a new one, it has both: the newest first.
 */

import { randomBytes } from 'node:crypto';
import { KEY_BYTES, KeyError, assertKey } from './secret.key.js';
import { WRAPPED_BOX_OVERHEAD, unwrap, wrap } from './wrapped.box.js';

const WRAPPED_BYTES = KEY_BYTES + WRAPPED_BOX_OVERHEAD;

/** 32 random bytes. */
export function createDataKey(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(KEY_BYTES));
}

export function wrapDataKey(
  master: Uint8Array,
  dataKey: Uint8Array,
  eventId: string,
): Uint8Array<ArrayBuffer> {
  assertKey(dataKey, 'a data key');
  return wrap(master, dataKey, { kind: 'data-key', subject: eventId });
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
  return unwrap(master, wrapped, { kind: 'data-key', subject: eventId });
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

/** The wrapped keys of one event as they are stored, side by side. */
export function joinWrappedKeys(keys: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(keys));
}

/** @throws KeyError when these are no wrapped keys */
export function splitWrappedKeys(record: Uint8Array): Uint8Array[] {
  if (record.length === 0 || record.length % WRAPPED_BYTES !== 0)
    throw new KeyError('this is not a wrapped data key');
  return Array.from({ length: record.length / WRAPPED_BYTES }, (_, at) =>
    record.subarray(at * WRAPPED_BYTES, (at + 1) * WRAPPED_BYTES),
  );
}
