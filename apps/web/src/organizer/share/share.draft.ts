/**
 * @module Converts what an organizer fills in for a share to the request to the server, and back; days are those of
 * the organizer.
 */
import type {
  Share,
  ShareCreate,
  ShareDefaults,
  ShareRights,
  ShareUpdate,
} from '@visage/contracts/share.contract';

export interface ShareDraft {
  readonly name: string;
  readonly scope: 'own-photos' | 'gallery' | 'albums' | 'as-it-is';
  /** The albums shown, if the scope is albums. */
  readonly albumIds: readonly string[];
  /** Days as a date field returns them; empty = at once, or without end. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly passwordAsked: boolean;
  /** Empty = the present one stays. */
  readonly password: string;
  /** Empty = any number. */
  readonly maxGuests: string;
  readonly approval: boolean;
  readonly originals: boolean;
  readonly metadata: boolean;
  readonly watermark: boolean;
  readonly hideLocation: boolean;
}

/** Must equal the contract's; its schemas are not loaded into the browser for one number. */
export const PASSWORD_MIN_LENGTH = 6;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What new shares of the deployment start with: safe unless somebody has set otherwise. */
export function newDraft(name: string, now: number, defaults: ShareDefaults): ShareDraft {
  const { rights, presentation, days, approvalRequired } = defaults;
  return {
    name,
    scope: 'own-photos',
    albumIds: [],
    firstDay: '',
    lastDay: days === null ? '' : dayOf(now + days * DAY_MS),
    passwordAsked: false,
    password: '',
    maxGuests: '',
    approval: approvalRequired,
    originals: rights.original,
    metadata: rights.metadata,
    ...presentation,
  };
}

export function draftOf({ name, attributes: { scope, rights, limits, presentation } }: Share): ShareDraft {
  return {
    name,
    scope: scope.kind === 'person' ? 'as-it-is' : scope.kind,
    albumIds: scope.kind === 'albums' ? scope.albumIds : [],
    firstDay: limits.from === null ? '' : dayOf(Date.parse(limits.from)),
    lastDay: dayBefore(limits.until),
    passwordAsked: limits.passwordRequired,
    password: '',
    maxGuests: limits.maxGuests === null ? '' : String(limits.maxGuests),
    approval: limits.approvalRequired,
    originals: rights.original,
    metadata: rights.metadata,
    ...presentation,
  };
}

/** Originals have no watermark, so they are not offered unless the organizer ticks them again. */
export function withWatermark(draft: ShareDraft, watermark: boolean): ShareDraft {
  return { ...draft, watermark, originals: watermark ? false : draft.originals };
}

/** Only what differs from the present share: an untouched field changes nothing. */
export function changesOf(draft: ShareDraft, before: ShareDraft): ShareUpdate {
  const changed = <K extends keyof ShareDraft>(field: K): boolean => draft[field] !== before[field];
  const presentation = {
    ...(changed('watermark') && { watermark: draft.watermark }),
    ...(changed('hideLocation') && { hideLocation: draft.hideLocation }),
  };
  const rights: Partial<ShareRights> = {
    ...((changed('originals') || changed('watermark')) && {
      original: draft.originals,
      zip: draft.originals,
    }),
    ...(changed('metadata') && { metadata: draft.metadata }),
  };
  return {
    ...(changed('name') && { name: draft.name.trim() }),
    ...((changed('scope') || changed('albumIds')) && scopeChange(draft)),
    ...(changed('firstDay') && { from: startOf(draft.firstDay) }),
    ...(changed('lastDay') && { until: endOf(draft.lastDay) }),
    ...passwordChange(draft, before),
    ...(changed('maxGuests') && { maxGuests: draft.maxGuests === '' ? null : Number(draft.maxGuests) }),
    ...(changed('approval') && { approvalRequired: draft.approval }),
    ...(Object.keys(presentation).length > 0 && { presentation }),
    ...(Object.keys(rights).length > 0 && { rights }),
  };
}

/** A new share: the name and the end are always sent, because the server would choose others. */
export function creationOf(draft: ShareDraft, fresh: ShareDraft): Partial<ShareCreate> {
  return { ...changesOf(draft, fresh), name: draft.name.trim(), until: endOf(draft.lastDay) };
}

function scopeChange({ scope, albumIds }: ShareDraft): Pick<ShareUpdate, 'scope'> {
  if (scope === 'as-it-is') return {};
  return { scope: scope === 'albums' ? { kind: scope, albumIds: [...albumIds] } : { kind: scope } };
}

/** False if something is missing without which the form cannot be sent. */
export function isComplete({ name, scope, albumIds }: ShareDraft): boolean {
  return name.trim() !== '' && (scope !== 'albums' || albumIds.length > 0);
}

function passwordChange(draft: ShareDraft, before: ShareDraft): Pick<ShareUpdate, 'password'> {
  if (!draft.passwordAsked) return before.passwordAsked ? { password: null } : {};
  return draft.password === '' ? {} : { password: draft.password };
}

function dayOf(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function startOf(day: string): string | null {
  return day === '' ? null : new Date(`${day}T00:00:00`).toISOString();
}

/** The day that ends with this instant: what ends with a day ends at the midnight after it. */
export function dayBefore(instant: string | null): string {
  return instant === null ? '' : dayOf(Date.parse(instant) - 1);
}

/** The midnight after the day; not 24 hours later, because clocks change. */
export function endOf(day: string): string | null {
  if (day === '') return null;
  const midnight = new Date(`${day}T00:00:00`);
  midnight.setDate(midnight.getDate() + 1);
  return midnight.toISOString();
}
