/** @module A code may take rights and time from its share; it never adds any. */

import type { ShareAttributes, ShareCodeLimits, ShareRights } from '@visage/contracts/share.contract';

/** What the share allows and the code allows as well. */
export function narrowedBy(attributes: ShareAttributes, { rights, until }: ShareCodeLimits): ShareAttributes {
  return {
    ...attributes,
    rights: bothAllow(attributes.rights, rights),
    limits: { ...attributes.limits, until: earlier(attributes.limits.until, until) },
  };
}

function bothAllow(share: ShareRights, code: Partial<ShareRights>): ShareRights {
  return {
    view: share.view && code.view !== false,
    selfie: share.selfie && code.selfie !== false,
    preview: share.preview && code.preview !== false,
    original: share.original && code.original !== false,
    zip: share.zip && code.zip !== false,
    upload: share.upload && code.upload !== false,
    metadata: share.metadata && code.metadata !== false,
  };
}

/** Null is no end. Of two ends the earlier; one that is no date wins, for it closes. */
function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  const [left, right] = [Date.parse(a), Date.parse(b)];
  if (Number.isNaN(left)) return a;
  return Number.isNaN(right) || right < left ? b : a;
}
