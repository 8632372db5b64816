/** @module The data keys of an event as a piece of work has them. */
import type { OneOrMore } from '@visage/crypto/purpose.keys';

export interface EventKey {
  /** 32 bytes each; the newest first. There are two only while everything is sealed anew. */
  readonly opening: OneOrMore;
  /** The newest of them. */
  readonly sealing: Uint8Array;
  /** Counts the new keys of the event. Who writes what it sealed names it, so that nothing is written under a key that goes. */
  readonly revision: number;
}

export function eventKeyOf(opening: OneOrMore, revision = 0): EventKey {
  return { opening, sealing: opening[0], revision };
}

export function wipe({ opening }: EventKey): void {
  for (const key of opening) key.fill(0);
}
