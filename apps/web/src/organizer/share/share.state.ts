/** @module The present state of a share, and which code represents it. */
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { texts } from '../../texts/texts.js';

/** The sentence about its validity; `now` in milliseconds since 1970. */
export function validityOf({ attributes: { limits } }: Share, now: number): string {
  if (limits.revokedAt) return texts.share.revoked;
  if (limits.from !== null && Date.parse(limits.from) > now) return texts.share.opensAt(limits.from);
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

/** The state of a code, in one line; `now` in milliseconds since 1970. */
export function codeStateOf(code: ShareCode, now: number): string {
  if (code.revokedAt) return texts.share.revoked;
  const ended = code.until !== null && Date.parse(code.until) <= now;
  return [
    texts.share.guests(code.guests),
    texts.share.opens(code.opens),
    ...(code.lastUsedAt === null ? [] : [texts.share.lastUsed(code.lastUsedAt)]),
    ...(code.until === null ? [] : [ended ? texts.share.ended(code.until) : texts.share.until(code.until)]),
    ...(code.rights.original === false ? [texts.share.noOriginals] : []),
    ...(code.rights.selfie === false ? [texts.share.noSelfie] : []),
  ].join(' · ');
}

/** What a share asks of guests, or withholds from them. */
export function attributeLines({ attributes: { rights, limits, presentation } }: Share): string[] {
  return [
    ...(limits.passwordRequired ? [texts.share.password] : []),
    ...(limits.approvalRequired ? [texts.share.approval] : []),
    ...(limits.maxGuests === null ? [] : [texts.share.atMost(limits.maxGuests)]),
    ...(presentation.watermark ? [texts.share.watermark] : []),
    ...(rights.original ? [] : [texts.share.noOriginals]),
    ...(rights.metadata && !presentation.hideLocation ? [texts.share.showsLocation] : []),
  ];
}
