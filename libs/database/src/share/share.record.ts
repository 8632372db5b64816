/**
 * @module Shares and codes as the rest of the house sees them; attributes are parsed, so a broken row opens nothing. A row
 * names what there was when it was written, and is read as it is when there is more: see `NOT_NAMED`.
 */
import {
  SAFE_SHARE_DEFAULTS,
  shareCodeLimitsSchema,
  sharePresentationSchema,
  shareRightsSchema,
  shareScopeSchema,
  type ShareAttributes,
  type ShareCodeLimits,
  type SharePresentation,
  type ShareRights,
  type ShareScope,
} from '@visage/contracts/share.contract';
import { z } from 'zod';
import type { Prisma, Share, ShareCode } from '../generated/client.js';

export interface ShareCodeRecord {
  id: string;
  shareId: string;
  label: string;
  limits: ShareCodeLimits;
  /** Sealed short code with the hash it is found by; null for a code that has none yet. */
  short: { hash: string; box: Uint8Array } | null;
  opens: number;
  lastUsedAt: Date | null;
  createdAt: Date;
  revokedAt: Date | null;
}

/** A code as its organizer sees it. */
export interface CountedCode extends ShareCodeRecord {
  /** Browsers that joined behind this code. */
  guests: number;
}

export interface ShareRecord {
  id: string;
  eventId: string;
  name: string;
  attributes: ShareAttributes;
  /** Of the present password; who gave it holds a token of this id. */
  passwordId: string | null;
  createdAt: Date;
}

/** A code that is to be made. */
export interface NewCode {
  label: string;
  limits: ShareCodeLimits;
  short: { hash: string; box: Uint8Array<ArrayBuffer> };
}

/** A code with its share. */
export interface CodeOfShare {
  code: ShareCodeRecord;
  share: ShareRecord;
}

/** What holds of a share for what its row does not name: a right is not granted, a presentation is the safe one. */
const NOT_NAMED: { rights: ShareRights; presentation: SharePresentation } = {
  rights: {
    ...{ view: false, selfie: false, preview: false, original: false },
    ...{ zip: false, upload: false, metadata: false },
  },
  presentation: SAFE_SHARE_DEFAULTS.presentation,
};

/** @throws ZodError when one of those that are named has no known form. */
export function storedRights(rights: unknown): ShareRights {
  return shareRightsSchema.parse({ ...NOT_NAMED.rights, ...z.looseObject({}).parse(rights) });
}

/** @throws ZodError when one of those that are named has no known form. */
export function storedPresentation(presentation: unknown): SharePresentation {
  return sharePresentationSchema.parse({
    ...NOT_NAMED.presentation,
    ...z.looseObject({}).parse(presentation),
  });
}

/** @throws ZodError when a row holds limits of no known form. */
export function toShareCode(row: ShareCode): ShareCodeRecord {
  const { id, shareId, label, opens, lastUsedAt, createdAt, revokedAt, shortHash, shortBox } = row;
  return {
    ...{ id, shareId, label, opens, lastUsedAt, createdAt, revokedAt },
    limits: toCodeLimits(row),
    short: shortHash === null || shortBox === null ? null : { hash: shortHash, box: shortBox },
  };
}

/** @throws ZodError when a row holds limits of no known form. */
export function toCodeLimits({
  rights,
  expiresAt,
}: Pick<ShareCode, 'rights' | 'expiresAt'>): ShareCodeLimits {
  return shareCodeLimitsSchema.parse({ rights, until: iso(expiresAt) });
}

/** @throws ZodError when a row holds attributes of no known form. */
export function toShare(row: Share): ShareRecord {
  const { id, eventId, name, passwordId, createdAt, passwordHash } = row;
  return {
    ...{ id, eventId, name, passwordId, createdAt },
    attributes: toShareAttributes({ ...row, passwordRequired: passwordHash !== null }),
  };
}

export type AttributeColumns = Pick<
  Share,
  | 'scope'
  | 'personId'
  | 'rights'
  | 'presentation'
  | 'opensAt'
  | 'expiresAt'
  | 'revokedAt'
  | 'maxGuests'
  | 'approvalRequired'
> & { passwordRequired: boolean };

/** @throws ZodError when a row holds attributes of no known form. */
export function toShareAttributes(row: AttributeColumns): ShareAttributes {
  const { passwordRequired, maxGuests, approvalRequired } = row;
  return {
    scope: toScope(row),
    rights: storedRights(row.rights),
    presentation: storedPresentation(row.presentation),
    limits: {
      from: iso(row.opensAt),
      until: iso(row.expiresAt),
      revokedAt: iso(row.revokedAt),
      ...{ passwordRequired, maxGuests, approvalRequired },
    },
  };
}

/** The nil UUID (RFC 9562): nobody is left whom the share could mean, and it shows nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function toScope({ scope, personId }: Pick<Share, 'scope' | 'personId'>): ShareScope {
  const { kind } = z.looseObject({ kind: z.string() }).parse(scope);
  return shareScopeSchema.parse(kind === 'person' ? { kind, personId: personId ?? NOBODY } : scope);
}

/** A scope as it is stored: whom it is about has a column of its own. */
export function scopeColumns(scope: ShareScope): { scope: Prisma.InputJsonObject; personId: string | null } {
  if (scope.kind !== 'person') return { scope, personId: null };
  return { scope: { kind: scope.kind }, personId: scope.personId };
}

export function codeColumns({ label, limits, short }: NewCode) {
  return { label, ...limitColumns(limits), shortHash: short.hash, shortBox: short.box };
}

export function limitColumns({ rights, until }: Partial<ShareCodeLimits>) {
  return {
    ...(rights !== undefined && { rights }),
    ...(until !== undefined && { expiresAt: until === null ? null : new Date(until) }),
  };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
