/**
 * @module The register of consents as a chain: the hash of an entry is SHA-256 of everything else in it, the hash of the one
 * before included, as canonical JSON (RFC 8785). So none can be changed, left out or put in without all that follow it.
 */
import { createHash } from 'node:crypto';
import type { ConsentCheck, ConsentEntry } from '@visage/contracts/consent.contract';
import canonicalize from 'canonicalize';

/** What the first entry follows. */
export const CHAIN_START = '0'.repeat(64);

export function chained(previous: string, entry: Omit<ConsentEntry, 'previous' | 'hash'>): ConsentEntry {
  const content = { ...entry, previous };
  return { ...content, hash: hashOf(content) };
}

function hashOf(content: Omit<ConsentEntry, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
}

/** Takes the entries of a chain in their order, as they come. */
export class ChainCheck {
  private count = 0;
  private head = CHAIN_START;
  private broken: number | null = null;

  take({ hash, previous, ...entry }: ConsentEntry): void {
    const place = this.count + 1;
    const fits = entry.number === place && previous === this.head;
    if (this.broken === null && !(fits && hashOf({ ...entry, previous }) === hash)) this.broken = place;
    this.count = place;
    this.head = hash;
  }

  result(): ConsentCheck {
    return { entries: this.count, head: this.count === 0 ? null : this.head, broken: this.broken };
  }
}
