/** @module Converts what an organizer fills in for one code to the request to the server. */
import type { ShareCode, ShareCodeUpdate } from '@visage/contracts/share.contract';
import { dayBefore, endOf } from './share.draft.js';

export interface CodeDraft {
  readonly label: string;
  /** Empty = as long as the share. */
  readonly lastDay: string;
  readonly originals: boolean;
  readonly selfie: boolean;
}

export function codeDraftOf({ label, until, rights }: ShareCode): CodeDraft {
  return {
    label,
    lastDay: dayBefore(until),
    originals: rights.original !== false,
    selfie: rights.selfie !== false,
  };
}

/** Only what differs from the present code; rights that the form does not show stay unchanged. */
export function codeChanges(draft: CodeDraft, before: CodeDraft, code: ShareCode): ShareCodeUpdate {
  const changed = draft.originals !== before.originals || draft.selfie !== before.selfie;
  const rights = { ...code.rights, original: draft.originals, zip: draft.originals, selfie: draft.selfie };
  return {
    ...(draft.label !== before.label && { label: draft.label.trim() }),
    ...(draft.lastDay !== before.lastDay && { until: endOf(draft.lastDay) }),
    ...(changed && { rights }),
  };
}
