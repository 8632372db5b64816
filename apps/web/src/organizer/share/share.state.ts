/** @module What a share is today, and which code stands for it. */
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { texts } from '../../texts/en.js';

/** The sentence about its time; `now` in milliseconds since 1970. */
export function validityOf({ attributes: { limits } }: Share, now: number): string {
  if (limits.revokedAt) return texts.share.revoked;
  if (limits.until === null) return texts.share.forever;
  return Date.parse(limits.until) <= now ? texts.share.ended(limits.until) : texts.share.until(limits.until);
}

export function isRevoked(share: Share): boolean {
  return share.attributes.limits.revokedAt !== null;
}

export function openCodes(share: Share): ShareCode[] {
  return share.codes.filter((code) => code.revokedAt === null);
}

/** The code to show: the chosen one while it is open, else the first open one. */
export function shownCode(share: Share, chosenId: string | null): ShareCode | null {
  const open = openCodes(share);
  return open.find((code) => code.id === chosenId) ?? open[0] ?? null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Instant `days` from now, or null for a share without end. */
export function untilAfter(days: number | null, now: number): string | null {
  return days === null ? null : new Date(now + days * DAY_MS).toISOString();
}
